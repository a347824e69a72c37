using ContainerKit.Swarm.Cluster;

namespace ContainerKit.Swarm;

/// <summary>The description of a new swarm: the options of <c>docker swarm init</c>. Immutable.</summary>
/// <example><code>
/// await engine.InitSwarmAsync(new SwarmInitSpec { AdvertiseAddress = "10.0.0.7" });
/// </code></example>
public sealed record SwarmInitSpec
{
    /// <summary>
    /// The address by which other nodes reach this one, as an IP address or the name of an interface, with an optional port. Default:
    /// the only address of the machine. The engine refuses to choose among several.
    /// </summary>
    public string? AdvertiseAddress { get; init; }

    /// <summary>The address to listen on. Default: <c>0.0.0.0:2377</c>.</summary>
    public string ListenAddress { get; init; } = ClusterRequest.DefaultListenAddress;

    /// <summary>The address or interface of the traffic between containers. Default: that of <see cref="AdvertiseAddress"/>.</summary>
    public string? DataPathAddress { get; init; }

    /// <summary>The UDP port of the traffic between containers, from 1024 to 49151. Default: null, for 4789.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside this range.</exception>
    public int? DataPathPort
    {
        get;
        init => field = value is null or (>= 1024 and <= 49151)
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "The data path port must be from 1024 to 49151.");
    }

    /// <summary>The subnets from which global networks get theirs, such as <c>10.20.0.0/16</c>. Default: chosen by the engine.</summary>
    public IReadOnlyList<string> DefaultAddressPools { get; init; } = [];

    /// <summary>The length of the prefix of each subnet from <see cref="DefaultAddressPools"/>. Default: null, for 24.</summary>
    public int? SubnetSize { get; init; }

    /// <summary>The availability of this node for tasks. Default: active.</summary>
    public NodeAvailability Availability { get; init; }

    /// <summary>
    /// Indicates whether a manager whose swarm lost its quorum starts a new swarm with the services, networks and nodes of the old one.
    /// Default: false.
    /// </summary>
    public bool ForceNewCluster { get; init; }

    /// <summary>The settings that differ from the defaults of the engine. Default: none.</summary>
    public SwarmUpdate Settings { get; init; } = new();

    /// <summary>Returns the request on one line.</summary>
    public override string ToString() => AdvertiseAddress is null ? "init a swarm" : $"init a swarm on {AdvertiseAddress}";
}
