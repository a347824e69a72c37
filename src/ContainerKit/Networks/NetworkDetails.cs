using System.Text.Json;
using ContainerKit.Json;
using ContainerKit.Networks;

namespace ContainerKit;

/// <summary>The configuration of a network, as the engine reported it. Immutable data.</summary>
public sealed record NetworkDetails
{
    internal NetworkDetails()
    {
    }

    /// <summary>The network's id.</summary>
    public required string Id { get; init; }

    /// <summary>The network's name.</summary>
    public required string Name { get; init; }

    /// <summary>The driver, such as <c>bridge</c>.</summary>
    public required string Driver { get; init; }

    /// <summary>The scope: <c>local</c> for the engine's host, <c>swarm</c> for all hosts of a swarm.</summary>
    public required string Scope { get; init; }

    /// <summary>The time when the network was created. Null if the engine does not report it.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>Indicates whether the network is internal: its containers cannot reach other networks.</summary>
    public bool Internal { get; init; }

    /// <summary>Indicates whether containers get IPv6 addresses.</summary>
    public bool IPv6 { get; init; }

    /// <summary>Indicates whether containers that are not part of a service can join the network.</summary>
    public bool Attachable { get; init; }

    /// <summary>The subnets with their gateways.</summary>
    public required IReadOnlyList<NetworkSubnet> Subnets { get; init; }

    /// <summary>The labels, including those of this library.</summary>
    public required IReadOnlyDictionary<string, string> Labels { get; init; }

    /// <summary>The options of the driver.</summary>
    public required IReadOnlyDictionary<string, string> Options { get; init; }

    /// <summary>The running containers on the network. Empty in a list, in which engines omit them.</summary>
    public required IReadOnlyList<NetworkContainer> Containers { get; init; }

    /// <summary>Returns the network on one line.</summary>
    public override string ToString() =>
        $"{Name}: {Driver}{(Internal ? ", internal" : "")}{string.Concat(Subnets.Select(subnet => $", {subnet}"))}";

    internal static NetworkDetails Read(JsonElement json) => new()
    {
        Id = json.GetStringOrEmpty("Id"),
        Name = json.GetStringOrEmpty("Name"),
        Driver = json.GetStringOrEmpty("Driver"),
        Scope = json.GetStringOrEmpty("Scope"),
        CreatedAt = json.GetTimeOrNull("Created"),
        Internal = json.GetBooleanOrDefault("Internal"),
        IPv6 = json.GetBooleanOrDefault("EnableIPv6"),
        Attachable = json.GetBooleanOrDefault("Attachable"),
        Subnets = [.. json.GetPropertyOrDefault("IPAM").EnumerateItems("Config").Select(ReadSubnet).OfType<NetworkSubnet>()],
        Labels = json.GetStringMap("Labels"),
        Options = json.GetStringMap("Options"),
        Containers =
        [
            .. json.EnumerateProperties("Containers")
                .Select(container => NetworkContainer.Read(container.Name, container.Value)),
        ],
    };

    // Subnets that the engine reports are not validated again. Parts that cannot be parsed are omitted.
    private static NetworkSubnet? ReadSubnet(JsonElement config)
    {
        if (Addresses.ReadRange(config.GetStringOrEmpty("Subnet")) is not { } range) return null;
        var subnet = new NetworkSubnet(range);
        if (Addresses.ReadAddress(config.GetStringOrEmpty("Gateway")) is { } gateway && range.Contains(gateway))
            subnet = subnet with { Gateway = gateway };
        if (Addresses.ReadRange(config.GetStringOrEmpty("IPRange")) is { } pool
            && range.Contains(pool.BaseAddress) && pool.PrefixLength >= range.PrefixLength)
            subnet = subnet with { Pool = pool };
        return subnet;
    }
}
