using System.Net;
using System.Text.Json;
using ContainerKit.Json;

namespace ContainerKit;

/// <summary>A container's place on one network. Plain data.</summary>
public sealed record ContainerNetwork
{
    internal ContainerNetwork()
    {
    }

    /// <summary>The network's name.</summary>
    public required string Name { get; init; }

    /// <summary>The network's id; empty where the container has not been started on it yet.</summary>
    public required string NetworkId { get; init; }

    /// <summary>Its IPv4 address; null while it does not run.</summary>
    public IPAddress? Address { get; init; }

    /// <summary>How many bits of the IPv4 address are the network's.</summary>
    public int PrefixLength { get; init; }

    /// <summary>The network's IPv4 gateway; null for none.</summary>
    public IPAddress? Gateway { get; init; }

    /// <summary>Its IPv6 address; null for none.</summary>
    public IPAddress? AddressV6 { get; init; }

    /// <summary>How many bits of the IPv6 address are the network's.</summary>
    public int PrefixLengthV6 { get; init; }

    /// <summary>The network's IPv6 gateway; null for none.</summary>
    public IPAddress? GatewayV6 { get; init; }

    /// <summary>Its hardware address; null for none.</summary>
    public string? MacAddress { get; init; }

    /// <summary>The names, beside its own, that others on the network reach it by.</summary>
    public required IReadOnlyList<string> Aliases { get; init; }

    /// <summary>The network and the address on one line.</summary>
    public override string ToString() => $"{Name}: {(Address ?? AddressV6)?.ToString() ?? "no address"}";

    internal static ContainerNetwork Read(JsonProperty network) => new()
    {
        Name = network.Name,
        NetworkId = network.Value.GetStringOrEmpty("NetworkID"),
        Address = Parse(network.Value.GetStringOrEmpty("IPAddress")),
        PrefixLength = (int)network.Value.GetInt64OrDefault("IPPrefixLen"),
        Gateway = Parse(network.Value.GetStringOrEmpty("Gateway")),
        AddressV6 = Parse(network.Value.GetStringOrEmpty("GlobalIPv6Address")),
        PrefixLengthV6 = (int)network.Value.GetInt64OrDefault("GlobalIPv6PrefixLen"),
        GatewayV6 = Parse(network.Value.GetStringOrEmpty("IPv6Gateway")),
        MacAddress = network.Value.GetStringOrEmpty("MacAddress") is { Length: > 0 } mac ? mac : null,
        Aliases = network.Value.GetStrings("Aliases"),
    };

    private static IPAddress? Parse(string text) => IPAddress.TryParse(text, out var address) ? address : null;
}
