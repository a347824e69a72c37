using ContainerKit.Swarm.Cluster;

namespace ContainerKit.Swarm;

/// <summary>The description of how an engine joins a swarm: the options of <c>docker swarm join</c>. Immutable.</summary>
/// <example><code>
/// var tokens = await manager.GetSwarmJoinTokensAsync();
/// await engine.JoinSwarmAsync(new SwarmJoinSpec(tokens.Worker, "10.0.0.7"));
/// </code></example>
public sealed record SwarmJoinSpec
{
    /// <summary>Describes how an engine joins a swarm.</summary>
    /// <param name="token">A token of <c>GetSwarmJoinTokensAsync</c>, which also decides the role.</param>
    /// <param name="managers">
    /// The addresses of managers, such as <c>10.0.0.7</c> or <c>10.0.0.7:2377</c>. Docker Engine 20.10 uses only the first.
    /// </param>
    /// <exception cref="ArgumentException">The token or an address is empty, or there is no address.</exception>
    public SwarmJoinSpec(string token, params string[] managers)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(token);
        ArgumentNullException.ThrowIfNull(managers);
        if (managers.Length == 0 || managers.Any(string.IsNullOrWhiteSpace))
            throw new ArgumentException("The address of a manager is missing. Write one such as \"10.0.0.7\".", nameof(managers));
        Token = token;
        Managers = [.. managers];
    }

    /// <summary>The addresses of managers.</summary>
    public IReadOnlyList<string> Managers { get; }

    /// <summary>
    /// The address by which other nodes reach this one. Default: the address from which it connects to the manager.
    /// </summary>
    public string? AdvertiseAddress { get; init; }

    /// <summary>The address to listen on. Default: <c>0.0.0.0:2377</c>.</summary>
    public string ListenAddress { get; init; } = ClusterRequest.DefaultListenAddress;

    /// <summary>The address or interface of the traffic between containers. Default: that of <see cref="AdvertiseAddress"/>.</summary>
    public string? DataPathAddress { get; init; }

    /// <summary>The availability of this node for tasks. Default: active.</summary>
    public NodeAvailability Availability { get; init; }

    // Not public: a logger that writes all properties of an object must not write it.
    internal string Token { get; }

    /// <summary>Returns the request on one line, without the token.</summary>
    public override string ToString() => $"join the swarm of {string.Join(", ", Managers)}";
}
