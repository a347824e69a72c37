using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using ContainerKit.Containers;
using ContainerKit.Networks;

namespace ContainerKit;

/// <summary>
/// A network that a container is to be on, and how it is known there. A <see cref="ContainerKit.Network"/> and a name convert by themselves; <c>"host"</c>,
/// <c>"none"</c> and <c>"container:NAME"</c> mean what they mean to the docker command.
/// </summary>
public sealed partial record NetworkAttachment
{
    private const string ContainerPrefix = "container:";

    /// <summary>The network of this name or id, which is there when the container is made.</summary>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public NetworkAttachment(string network)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(network);
        Network = network == ContainerPrefix ? throw new ArgumentException("Whose network? Write container:NAME.", nameof(network)) : network;
    }

    /// <summary>No network of its own: the container uses its host's, ports and all.</summary>
    public static NetworkAttachment Host { get; } = new("host");

    /// <summary>No network at all, but for the container's own loopback.</summary>
    public static NetworkAttachment None { get; } = new("none");

    /// <summary>The network's name or id.</summary>
    public string Network { get; }

    /// <summary>Names under which others on the network reach the container, beside its own name. Default: none.</summary>
    public IReadOnlyList<string> Aliases
    {
        get;
        init => field = SpecValidation.ValidateStrings(value, "aliases").All(alias => HostNamePattern().IsMatch(alias))
            ? [.. value]
            : throw new ArgumentException($"'{value.First(alias => !HostNamePattern().IsMatch(alias))}' cannot be looked up: an alias takes letters, digits, '_', '.' or '-', a letter or digit first.", nameof(value));
    } = [];

    /// <summary>A fixed IPv4 address, in one of the subnets that the network was made with. Default: the engine chooses.</summary>
    public IPAddress? IPv4Address
    {
        get;
        init => field = value is null or { AddressFamily: AddressFamily.InterNetwork } ? value : throw new ArgumentException($"{value} is not an IPv4 address.", nameof(value));
    }

    /// <summary>A fixed IPv6 address, in one of the subnets that the network was made with. Default: the engine chooses.</summary>
    public IPAddress? IPv6Address
    {
        get;
        init => field = value is null or { AddressFamily: AddressFamily.InterNetworkV6 } ? value : throw new ArgumentException($"{value} is not an IPv6 address.", nameof(value));
    }

    /// <summary>A fixed MAC address. Engines before API 1.44 know one for a container's first network alone. Default: the engine chooses.</summary>
    public PhysicalAddress? MacAddress
    {
        get;
        init => field = ValidateMacAddress(value);
    }

    /// <summary>Whether it is one of the modes in which the container is on no network that others share.</summary>
    internal bool IsExclusive => Network is "host" or "none" || SharedContainer is not null;

    /// <summary>Whether it is a network that somebody made: only these know aliases and fixed addresses.</summary>
    internal bool IsUserDefined => !IsExclusive && Network is not ("bridge" or "default" or "nat");

    /// <summary>The container whose network it is; null for none.</summary>
    internal string? SharedContainer => Network.StartsWith(ContainerPrefix, StringComparison.Ordinal) ? Network[ContainerPrefix.Length..] : null;

    /// <summary>The network itself, with nothing else to say of it.</summary>
    public static implicit operator NetworkAttachment(Network network)
    {
        ArgumentNullException.ThrowIfNull(network);
        return new(network.Name);
    }

    /// <summary>The network of this name or id.</summary>
    public static implicit operator NetworkAttachment(string network) => new(network);

    /// <summary>The network of another container, which is reached on <c>localhost</c> then, ports and all.</summary>
    public static NetworkAttachment SharedWith(Container container)
    {
        ArgumentNullException.ThrowIfNull(container);
        return new(ContainerPrefix + container.Id);
    }

    internal static PhysicalAddress? ValidateMacAddress(PhysicalAddress? address) => address is null || address.GetAddressBytes().Length == 6
        ? address
        : throw new ArgumentException("A MAC address has 6 bytes.", nameof(address));

    /// <summary>The network's name, with what else is said.</summary>
    public override string ToString()
    {
        var words = new List<string> { Network };
        words.AddRange(Aliases.Select(alias => "alias " + alias));
        if (IPv4Address is not null) words.Add(IPv4Address.ToString());
        if (IPv6Address is not null) words.Add(IPv6Address.ToString());
        if (MacAddress is not null) words.Add(MacAddresses.Text(MacAddress));
        return string.Join(' ', words);
    }

    /// <exception cref="ArgumentException">The network cannot give what is asked of it.</exception>
    internal void Validate()
    {
        if (!IsUserDefined && (Aliases.Count > 0 || IPv4Address is not null || IPv6Address is not null))
            throw new ArgumentException($"Aliases and fixed addresses need a network that was made, such as Network.Create(); '{Network}' has none.", nameof(ContainerSpec.Networks));
        if (IsExclusive && MacAddress is not null)
            throw new ArgumentException($"With the network '{Network}' a container has no MAC address of its own.", nameof(ContainerSpec.Networks));
    }

    /// <exception cref="ArgumentException">It is none that a container can be connected to later.</exception>
    internal void ValidateForConnect()
    {
        if (IsExclusive) throw new ArgumentException($"A container cannot join the network '{Network}' later; say so in ContainerSpec.Networks when it is made.", nameof(ContainerSpec.Networks));
        Validate();
    }

    [System.Text.RegularExpressions.GeneratedRegex(@"^[a-zA-Z0-9]([a-zA-Z0-9_.-]*[a-zA-Z0-9])?\z")]
    private static partial System.Text.RegularExpressions.Regex HostNamePattern();
}
