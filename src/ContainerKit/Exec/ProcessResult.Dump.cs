namespace ContainerKit;

public sealed partial class ProcessResult
{
    /// <summary>
    /// Returns the representation for LINQPad's <c>Dump</c>, which finds this method by its name: the text without the
    /// bytes.
    /// </summary>
    internal object ToDump() => new { Command = string.Join(' ', Command), ExitCode, Stdout, Stderr };
}
