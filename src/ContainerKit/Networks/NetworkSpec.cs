using System.Net.Sockets;
using ContainerKit.Containers;

namespace ContainerKit;

/// <summary>How a network is to be made: what <c>docker network create</c>'s options say. Immutable.</summary>
/// <example><code>
/// new NetworkSpec { Name = "app", Subnets = ["10.20.0.0/24"], Internal = true }
/// </code></example>
public sealed partial record NetworkSpec
{
    /// <summary>The network's name: letters, digits, <c>_</c>, <c>.</c>, <c>-</c>. Default: <c>network-</c> and a random suffix.</summary>
    public string? Name
    {
        get;
        init => field = value is null || NamePattern().IsMatch(value)
            ? value
            : throw new ArgumentException($"'{value}' cannot name a network: it takes letters, digits, '_', '.' or '-', a letter or digit first.", nameof(value));
    }

    /// <summary>What makes the network. Default: <c>bridge</c>, a network of this engine's host.</summary>
    public string Driver
    {
        get;
        init => field = string.IsNullOrWhiteSpace(value) ? throw new ArgumentException("A network's driver has a name, such as bridge.", nameof(value)) : value;
    } = "bridge";

    /// <summary>Whether containers on it reach each other alone, with no way out and none in. Default: false.</summary>
    public bool Internal { get; init; }

    /// <summary>
    /// Whether its containers get IPv6 addresses too. Without an IPv6 one among <see cref="Subnets"/>, and on an engine that chooses none,
    /// a random private one is used. Default: false, unless there is such a subnet.
    /// </summary>
    public bool IPv6 { get; init; }

    /// <summary>Whether containers that are no part of a service may join a swarm's network. Default: false.</summary>
    public bool Attachable { get; init; }

    /// <summary>The ranges that addresses come from, as texts or with more to say: <c>["10.20.0.0/24"]</c>. Default: the engine chooses.</summary>
    public IReadOnlyList<NetworkSubnet> Subnets
    {
        get;
        init => field = SpecValidation.ValidateItems(value, "subnets");
    } = [];

    /// <summary>Labels, beside the library's own.</summary>
    public IReadOnlyDictionary<string, string> Labels
    {
        get;
        init => field = SpecValidation.ValidateLabels(value);
    } = SpecValidation.EmptyMap;

    /// <summary>Options for the driver, such as <c>com.docker.network.driver.mtu</c>. Default: none.</summary>
    public IReadOnlyDictionary<string, string> Options
    {
        get;
        init => field = SpecValidation.ValidateMap(value, "options");
    } = SpecValidation.EmptyMap;

    internal bool HasIPv6 => IPv6 || Subnets.Any(subnet => subnet.Family == AddressFamily.InterNetworkV6);

    /// <summary>The network on one line.</summary>
    public override string ToString() => Name is null ? "create network" : $"create network {Name}";

    internal void Validate()
    {
        if (Name is "bridge" or "host" or "none" or "default" or "container")
            throw new ArgumentException($"'{Name}' is one of the engine's own networks; choose another name.", nameof(Name));
        for (var i = 0; i < Subnets.Count; i++)
        {
            if (Subnets.Take(i).FirstOrDefault(Subnets[i].Overlaps) is { } other)
                throw new ArgumentException($"The subnets {other} and {Subnets[i]} overlap.", nameof(Subnets));
        }
    }

    [System.Text.RegularExpressions.GeneratedRegex(@"^[a-zA-Z0-9][a-zA-Z0-9_.-]*\z")]
    private static partial System.Text.RegularExpressions.Regex NamePattern();
}
