namespace ContainerKit;

public sealed partial class DockerEngine
{
    /// <summary>What LINQPad's <c>Dump</c> draws, which finds this by its name: where the engine is, and not the raw client and all that it knows.</summary>
    internal object ToDump() => ToString();
}
