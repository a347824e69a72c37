using System.Net;
using System.Net.NetworkInformation;
using ContainerKit.Containers;

namespace ContainerKit;

public sealed partial record ContainerSpec
{
    /// <summary>
    /// The networks the container is on, as <c>docker run --network</c>: networks that were made or found, names, or one of <c>"host"</c>,
    /// <c>"none"</c>, <c>"container:NAME"</c>. Default: the engine's <c>bridge</c>, where containers do not find each other by name.
    /// </summary>
    /// <example><code>
    /// Networks = [network.As("db"), "backend"]
    /// </code></example>
    public IReadOnlyList<NetworkAttachment> Networks
    {
        get;
        init => field = SpecValidation.ValidateItems(value, "networks");
    } = [];

    /// <summary>
    /// A name under which the container reaches its host, such as <c>host.docker.internal</c>; Docker Desktop has that one by itself. What it
    /// reaches must listen on the address of the container's network, or on all: a server on the host's 127.0.0.1 is out of reach. Default: none.
    /// </summary>
    public string? HostGatewayAlias
    {
        get;
        init => field = value is null || IsHostName(value) ? value : throw new ArgumentException($"'{value}' is not a host's name.", nameof(value));
    }

    /// <summary>Names of other hosts with their addresses, as <c>docker run --add-host</c>. Default: none.</summary>
    public IReadOnlyDictionary<string, IPAddress> ExtraHosts
    {
        get;
        init => field = ValidateHosts(value);
    } = new Dictionary<string, IPAddress>();

    /// <summary>A fixed MAC address on the first network. Default: the engine chooses.</summary>
    public PhysicalAddress? MacAddress
    {
        get;
        init => field = NetworkAttachment.ValidateMacAddress(value);
    }

    /// <summary>The host name inside. Default: the container's short id.</summary>
    public string? Hostname { get; init; }

    /// <summary>The domain of the host name inside. Default: none.</summary>
    public string? DomainName { get; init; }

    /// <summary>The servers that names are looked up at. Default: the engine's.</summary>
    public IReadOnlyList<IPAddress> DnsServers
    {
        get;
        init => field = SpecValidation.ValidateItems(value, "DNS servers");
    } = [];

    /// <summary>Domains in which names without a dot are looked up; <c>.</c> for none. Default: the engine's.</summary>
    public IReadOnlyList<string> DnsSearch
    {
        get;
        init => field = SpecValidation.ValidateStrings(value, "DNS search");
    } = [];

    /// <summary>Options for looking names up, such as <c>ndots:2</c>. Default: the engine's.</summary>
    public IReadOnlyList<string> DnsOptions
    {
        get;
        init => field = SpecValidation.ValidateStrings(value, "DNS options");
    } = [];

    private void ValidateNetworks()
    {
        foreach (var network in Networks) network.Validate();
        if (Networks.Count > 1 && Networks.FirstOrDefault(network => network.IsExclusive) is { } exclusive)
            throw new ArgumentException($"A container with the network '{exclusive.Network}' is on no other; leave the rest of Networks out.", nameof(Networks));
        if (Networks.GroupBy(network => network.Network).FirstOrDefault(same => same.Count() > 1) is { } twice)
            throw new ArgumentException($"The network '{twice.Key}' is given twice.", nameof(Networks));
        if (MacAddress is not null && Networks.Count > 0 && Networks[0].MacAddress is not null)
            throw new ArgumentException("The MAC address on the first network is given twice; leave one of them out.", nameof(MacAddress));
        if (Networks is not [{ IsExclusive: true } only]) return;
        if (MacAddress is not null) throw new ArgumentException($"With the network '{only.Network}' a container has no MAC address of its own; leave MacAddress out.", nameof(MacAddress));
        if (Publish.Count > 0 || PublishAll)
            throw new ArgumentException($"With the network '{only.Network}' nothing can be published: {(only.Network == "host" ? "the container's ports are the host's already" : "the container has no ports of its own")}. Leave Publish out.", nameof(Publish));
        if (only.SharedContainer is null) return;
        if (Hostname is not null || DomainName is not null) throw new ArgumentException("A container that shares another's network shares its host name too; leave Hostname and DomainName out.", nameof(Hostname));
        if (HostGatewayAlias is not null || ExtraHosts.Count > 0)
            throw new ArgumentException("A container that shares another's network shares its hosts too; leave HostGatewayAlias and ExtraHosts out.", nameof(ExtraHosts));
        if (DnsServers.Count > 0 || DnsSearch.Count > 0 || DnsOptions.Count > 0)
            throw new ArgumentException("A container that shares another's network looks names up as that one does; leave DnsServers, DnsSearch and DnsOptions out.", nameof(DnsServers));
    }

    private static bool IsHostName(string name) => Uri.CheckHostName(name) == UriHostNameType.Dns;

    private static Dictionary<string, IPAddress> ValidateHosts(IReadOnlyDictionary<string, IPAddress> hosts)
    {
        ArgumentNullException.ThrowIfNull(hosts);
        foreach (var (name, address) in hosts)
        {
            if (!IsHostName(name)) throw new ArgumentException($"'{name}' is not a host's name.", nameof(hosts));
            if (address is null) throw new ArgumentException($"The host '{name}' has no address.", nameof(hosts));
        }

        return new Dictionary<string, IPAddress>(hosts);
    }
}
