using System.Text.Json;
using ContainerKit.Json;
using ContainerKit.Networks;

namespace ContainerKit;

/// <summary>What the engine knew of a network when it was asked. Plain data.</summary>
public sealed record NetworkDetails
{
    internal NetworkDetails()
    {
    }

    /// <summary>Its id.</summary>
    public required string Id { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>What made it, such as <c>bridge</c>.</summary>
    public required string Driver { get; init; }

    /// <summary>How far it reaches: <c>local</c> for the engine's host, <c>swarm</c> for all hosts of a swarm.</summary>
    public required string Scope { get; init; }

    /// <summary>When it was made; null where the engine does not tell.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>Whether it has no way out.</summary>
    public bool Internal { get; init; }

    /// <summary>Whether its containers get IPv6 addresses.</summary>
    public bool IPv6 { get; init; }

    /// <summary>Whether containers that are no part of a service may join it.</summary>
    public bool Attachable { get; init; }

    /// <summary>The ranges that addresses come from, with the gateways.</summary>
    public required IReadOnlyList<NetworkSubnet> Subnets { get; init; }

    /// <summary>Its labels, the library's own among them.</summary>
    public required IReadOnlyDictionary<string, string> Labels { get; init; }

    /// <summary>The driver's options.</summary>
    public required IReadOnlyDictionary<string, string> Options { get; init; }

    /// <summary>The running containers on it; empty in a list, where engines leave them out.</summary>
    public required IReadOnlyList<NetworkContainer> Containers { get; init; }

    /// <summary>The network on one line.</summary>
    public override string ToString() => $"{Name}: {Driver}{(Internal ? ", internal" : "")}{string.Concat(Subnets.Select(subnet => $", {subnet}"))}";

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
        Containers = [.. json.EnumerateProperties("Containers").Select(member => NetworkContainer.Read(member.Name, member.Value))],
    };

    // An engine's own words: what it made is shown as far as it can be read, and is not checked again.
    private static NetworkSubnet? ReadSubnet(JsonElement config)
    {
        if (Addresses.ReadRange(config.GetStringOrEmpty("Subnet")) is not { } range) return null;
        var subnet = new NetworkSubnet(range);
        if (Addresses.ReadAddress(config.GetStringOrEmpty("Gateway")) is { } gateway && range.Contains(gateway)) subnet = subnet with { Gateway = gateway };
        if (Addresses.ReadRange(config.GetStringOrEmpty("IPRange")) is { } pool && range.Contains(pool.BaseAddress) && pool.PrefixLength >= range.PrefixLength) subnet = subnet with { Pool = pool };
        return subnet;
    }
}
