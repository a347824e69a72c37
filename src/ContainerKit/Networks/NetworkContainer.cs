using System.Net;
using System.Net.NetworkInformation;
using System.Text.Json;
using ContainerKit.Json;
using ContainerKit.Networks;

namespace ContainerKit;

/// <summary>A running container on a network. Immutable data.</summary>
public sealed record NetworkContainer
{
    internal NetworkContainer()
    {
    }

    /// <summary>The container's id.</summary>
    public required string ContainerId { get; init; }

    /// <summary>The container's name.</summary>
    public required string Name { get; init; }

    /// <summary>The IPv4 address on the network. Null if there is none.</summary>
    public IPAddress? IPv4Address { get; init; }

    /// <summary>The IPv6 address on the network. Null if there is none.</summary>
    public IPAddress? IPv6Address { get; init; }

    /// <summary>The MAC address on the network. Null if there is none.</summary>
    public PhysicalAddress? MacAddress { get; init; }

    /// <summary>Returns the container and its address on one line.</summary>
    public override string ToString() => $"{Name}: {IPv4Address ?? IPv6Address}";

    internal static NetworkContainer Read(string id, JsonElement json) => new()
    {
        ContainerId = id,
        Name = json.GetStringOrEmpty("Name"),
        IPv4Address = Addresses.ReadAddress(json.GetStringOrEmpty("IPv4Address")),
        IPv6Address = Addresses.ReadAddress(json.GetStringOrEmpty("IPv6Address")),
        MacAddress = MacAddresses.Read(json.GetStringOrEmpty("MacAddress")),
    };
}
