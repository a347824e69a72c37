namespace ContainerKit;

public sealed partial class Image
{
    /// <summary>What LINQPad's <c>Dump</c> draws, which finds this by its name.</summary>
    internal object ToDump() => new { Reference = Reference.ToString(), Id, Digest };
}
