namespace ContainerKit.Swarm;

/// <summary>Creates overlay networks, which connect the tasks of services over all nodes of a swarm.</summary>
/// <example><code>
/// await using var backend = await OverlayNetwork.Create("backend");
/// await using var cache = await Image.Pull("redis").Deploy("cache", new ServiceSpec { Networks = [backend] });
/// </code></example>
public static class OverlayNetwork
{
    /// <summary>
    /// Creates a plan that creates an overlay network, to which containers outside of services can be connected too.
    /// </summary>
    /// <param name="name">The name. Default: <c>network-</c> and a random suffix.</param>
    /// <param name="encrypted">
    /// Indicates whether the data between nodes is encrypted, which requires IPsec (ESP) in the kernel of the nodes.
    /// </param>
    /// <exception cref="ArgumentException">No network can have this name.</exception>
    public static Plan<Network> Create(string? name = null, bool encrypted = false) => Network.Create(new NetworkSpec
    {
        Name = name,
        Driver = "overlay",
        Attachable = true,
        Options = encrypted ? new Dictionary<string, string> { ["encrypted"] = "" } : [],
    });
}
