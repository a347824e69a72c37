namespace ContainerKit.Swarm.Cluster;

/// <summary>The values that init and join requests share.</summary>
internal static class JoinRequests
{
    /// <summary>The address on which the Docker CLI makes a node listen.</summary>
    public const string DefaultListenAddress = "0.0.0.0:2377";
}
