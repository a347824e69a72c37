using System.Collections.ObjectModel;
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
        Name = SharedStrings.GetName(network),
        NetworkId = network.Value.GetSharedStringOrEmpty("NetworkID"),
        Address = network.Value.GetAddressOrNull("IPAddress"),
        PrefixLength = (int)network.Value.GetInt64OrDefault("IPPrefixLen"),
        Gateway = network.Value.GetAddressOrNull("Gateway"),
        AddressV6 = network.Value.GetAddressOrNull("GlobalIPv6Address"),
        PrefixLengthV6 = (int)network.Value.GetInt64OrDefault("GlobalIPv6PrefixLen"),
        GatewayV6 = network.Value.GetAddressOrNull("IPv6Gateway"),
        MacAddress = network.Value.GetStringOrEmpty("MacAddress") is { Length: > 0 } mac ? mac : null,
        Aliases = network.Value.GetStrings("Aliases"),
    };

    /// <summary>Reads the networks of a container, by name. The first of several networks with one name counts.</summary>
    /// <param name="settings">The network settings of the container.</param>
    /// <param name="isConnected">Indicates whether the container has addresses. Some engines report those of its last run.</param>
    internal static IReadOnlyDictionary<string, ContainerNetwork> ReadAll(JsonElement settings, bool isConnected = true)
    {
        if (settings.GetPropertyOrDefault("Networks") is not { ValueKind: JsonValueKind.Object } networks
            || networks.GetPropertyCount() == 0) return ReadOnlyDictionary<string, ContainerNetwork>.Empty;
        var map = new Dictionary<string, ContainerNetwork>(networks.GetPropertyCount());
        foreach (var network in networks.EnumerateObject())
        {
            var connection = isConnected ? Read(network) : Read(network) with { Address = null, AddressV6 = null };
            map.TryAdd(connection.Name, connection);
        }

        return map;
    }
}
