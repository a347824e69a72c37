namespace ContainerKit.Swarm.Internal;

/// <summary>The label with the unique value of a create request. The resource is found by it if the response is lost.</summary>
internal static class RequestLabel
{
    /// <summary>The name of the label, which containers and networks have, too.</summary>
    public const string Name = "containerkit.create";
}
