using System.Net;
using System.Net.NetworkInformation;
using System.Text.Json;
using ContainerKit.Json;
using ContainerKit.Networks;

namespace ContainerKit;

/// <summary>A running container on a network. Plain data.</summary>
public sealed record NetworkContainer
{
    internal NetworkContainer()
    {
    }

    /// <summary>The container's id.</summary>
    public required string ContainerId { get; init; }

    /// <summary>The container's name.</summary>
    public required string Name { get; init; }

    /// <summary>Its IPv4 address on the network; null for none.</summary>
    public IPAddress? IPv4Address { get; init; }

    /// <summary>Its IPv6 address on the network; null for none.</summary>
    public IPAddress? IPv6Address { get; init; }

    /// <summary>Its MAC address on the network; null for none.</summary>
    public PhysicalAddress? MacAddress { get; init; }

    /// <summary>The member on one line.</summary>
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
