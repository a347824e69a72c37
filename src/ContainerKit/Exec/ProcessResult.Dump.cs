namespace ContainerKit;

public sealed partial class ProcessResult
{
    /// <summary>What LINQPad's <c>Dump</c> draws, which finds this by its name: the texts, and not their bytes as well.</summary>
    internal object ToDump() => new { Command = string.Join(' ', Command), ExitCode, Stdout, Stderr };
}
