namespace ContainerKit;

public sealed partial class Volume
{
    /// <summary>What LINQPad's <c>Dump</c> draws, which finds this by its name.</summary>
    internal object ToDump() => new { Name };
}
