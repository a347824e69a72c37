using System.Net;
using System.Text.Json;
using ContainerKit.Json;

namespace ContainerKit;

/// <summary>The connection of a container to a network. Immutable data.</summary>
public sealed record ContainerNetwork
{
    internal ContainerNetwork()
    {
    }

    /// <summary>The network's name.</summary>
    public required string Name { get; init; }

    /// <summary>The network's id. Empty if the container has not been started on this network yet.</summary>
    public required string NetworkId { get; init; }

    /// <summary>The IPv4 address. Null while the container does not run.</summary>
    public IPAddress? Address { get; init; }

    /// <summary>The prefix length of the IPv4 address.</summary>
    public int PrefixLength { get; init; }

    /// <summary>The IPv4 gateway. Null if there is none.</summary>
    public IPAddress? Gateway { get; init; }

    /// <summary>The IPv6 address. Null if there is none.</summary>
    public IPAddress? AddressV6 { get; init; }

    /// <summary>The prefix length of the IPv6 address.</summary>
    public int PrefixLengthV6 { get; init; }

    /// <summary>The IPv6 gateway. Null if there is none.</summary>
    public IPAddress? GatewayV6 { get; init; }

    /// <summary>The MAC address. Null if there is none.</summary>
    public string? MacAddress { get; init; }

    /// <summary>The aliases: additional names by which other containers on the network reach the container.</summary>
    public required IReadOnlyList<string> Aliases { get; init; }

    /// <summary>Returns the network and the address on one line.</summary>
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
