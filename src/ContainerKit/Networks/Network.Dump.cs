namespace ContainerKit;

public sealed partial class Network
{
    /// <summary>What LINQPad's <c>Dump</c> draws, which finds this by its name.</summary>
    internal object ToDump() => new { Name, Id = ShortId };
}
