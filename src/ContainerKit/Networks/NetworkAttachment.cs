using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using ContainerKit.Containers;
using ContainerKit.Diagnostics;
using ContainerKit.Http;
using ContainerKit.Networks;

namespace ContainerKit;

/// <summary>
/// The attachment of a container to a network, with its aliases and addresses. A <see cref="ContainerKit.Network"/> and
/// a name convert implicitly. <c>"host"</c>, <c>"none"</c> and <c>"container:NAME"</c> have the same meaning as for the
/// Docker CLI.
/// </summary>
public sealed record NetworkAttachment
{
    internal const string ContainerPrefix = "container:";

    /// <summary>
    /// Creates an attachment to a network by its name or id. The network must exist when the container is created.
    /// </summary>
    /// <exception cref="ArgumentException">No network can have this name.</exception>
    public NetworkAttachment(string network)
    {
        PathSegment.Validate(network, "network");
        Network = network == ContainerPrefix
            ? throw ArgumentErrors.Create($"'{ContainerPrefix}' names no container. Write container:NAME.", nameof(network))
            : network;
    }

    /// <summary>The network of the host: the container uses the host's addresses and ports.</summary>
    public static NetworkAttachment Host { get; } = new("host");

    /// <summary>No network, except for the container's loopback interface.</summary>
    public static NetworkAttachment None { get; } = new("none");

    /// <summary>The name or id of the network.</summary>
    public string Network { get; }

    /// <summary>
    /// The aliases: additional names by which other containers on the network reach the container. Default: none.
    /// </summary>
    public IReadOnlyList<string> Aliases
    {
        get;
        init
        {
            var aliases = SpecValidation.ValidateStrings(value, "aliases");
            // Engines check nothing. A blank alias or one with control characters can never be looked up.
            if (aliases.FirstOrDefault(alias => string.IsNullOrWhiteSpace(alias) || alias.Any(char.IsControl)) is { } invalid)
                throw ArgumentErrors.Create(
                    $"'{invalid}' is not a valid alias. It must not be blank or contain control characters.",
                    nameof(value));
            field = aliases;
        }
    } = [];

    /// <summary>A fixed IPv4 address in a subnet of the network. Default: chosen by the engine.</summary>
    public IPAddress? IPv4Address
    {
        get;
        init => field = value is null or { AddressFamily: AddressFamily.InterNetwork }
            ? value
            : throw ArgumentErrors.Create(
                $"'{value}' is not an IPv4 address. Use IPv6Address for an IPv6 address.", nameof(value));
    }

    /// <summary>A fixed IPv6 address in a subnet of the network. Default: chosen by the engine.</summary>
    public IPAddress? IPv6Address
    {
        get;
        init => field = value is null or { AddressFamily: AddressFamily.InterNetworkV6 }
            ? value
            : throw ArgumentErrors.Create(
                $"'{value}' is not an IPv6 address. Use IPv4Address for an IPv4 address.", nameof(value));
    }

    /// <summary>
    /// A fixed MAC address. Engines before API 1.44 (Docker Engine 25) support it on the first network only. Default:
    /// chosen by the engine.
    /// </summary>
    public PhysicalAddress? MacAddress
    {
        get;
        init => field = ValidateMacAddress(value);
    }

    /// <summary>Indicates whether the container cannot have other networks besides this one.</summary>
    internal bool IsExclusive => Network is "host" or "none" || SharedContainer is not null;

    /// <summary>
    /// Indicates whether the network is user-defined. Only such networks support aliases and fixed addresses.
    /// </summary>
    internal bool IsUserDefined => !IsExclusive && Network is not ("bridge" or "default" or "nat");

    /// <summary>The container whose network is shared. Null if none is.</summary>
    internal string? SharedContainer =>
        Network.StartsWith(ContainerPrefix, StringComparison.Ordinal) ? Network[ContainerPrefix.Length..] : null;

    /// <summary>Converts the name or id of a network to an attachment.</summary>
    public static implicit operator NetworkAttachment(string network) => new(network);

    internal static PhysicalAddress? ValidateMacAddress(PhysicalAddress? address) =>
        address is null || address.GetAddressBytes().Length == 6
            ? address
            : throw new ArgumentException("A MAC address must have 6 bytes.", nameof(address));

    /// <summary>Returns the network's name, the aliases and the addresses on one line.</summary>
    public override string ToString()
    {
        var parts = new List<string> { Network };
        parts.AddRange(Aliases.Select(alias => "alias " + alias));
        if (IPv4Address is not null) parts.Add(IPv4Address.ToString());
        if (IPv6Address is not null) parts.Add(IPv6Address.ToString());
        if (MacAddress is not null) parts.Add(MacAddresses.Text(MacAddress));
        return string.Join(' ', parts);
    }

    /// <exception cref="ArgumentException">The network does not support a property that is set.</exception>
    internal void Validate()
    {
        if (!IsUserDefined && (Aliases.Count > 0 || IPv4Address is not null || IPv6Address is not null))
            throw ArgumentErrors.Create(
                $"Aliases and fixed addresses require a user-defined network, and '{Network}' is not one. "
                    + "Create one with Network.Create().",
                nameof(ContainerSpec.Networks));
        if (IsExclusive && MacAddress is not null)
            throw ArgumentErrors.Create(
                $"With the network '{Network}', a container has no separate MAC address. Leave MacAddress out.",
                nameof(ContainerSpec.Networks));
    }

    /// <exception cref="ArgumentException">
    /// A container cannot be connected to the network after its creation.
    /// </exception>
    internal void ValidateForConnect()
    {
        if (IsExclusive)
            throw ArgumentErrors.Create(
                $"An existing container cannot be connected to the network '{Network}'. "
                    + "Set ContainerSpec.Networks before the container is created.",
                nameof(ContainerSpec.Networks));
        Validate();
    }
}
