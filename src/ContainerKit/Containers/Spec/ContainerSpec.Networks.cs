using System.Net;
using System.Net.NetworkInformation;
using System.Text.RegularExpressions;
using ContainerKit.Containers;
using ContainerKit.Diagnostics;

namespace ContainerKit;

public sealed partial record ContainerSpec
{
    /// <summary>
    /// The networks of the container, as for <c>docker run --network</c>: networks by handle or name, or one of
    /// <c>"host"</c>, <c>"none"</c>, <c>"container:NAME"</c>. Default: the engine's <c>bridge</c>, on which containers
    /// cannot resolve each other's names.
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
    /// A host name that resolves to the host's gateway address, such as <c>host.docker.internal</c>, which Docker
    /// Desktop defines by default. A server on the host is reachable if it listens on all addresses or on the address
    /// of the container's network, but not if it listens on 127.0.0.1 only. Default: none.
    /// </summary>
    public string? HostGatewayAlias
    {
        get;
        init => field = value is null || IsHostName(value)
            ? value
            : throw ArgumentErrors.Create(
                $"'{value}' is not a valid host name. Write a name such as host.docker.internal.", nameof(value));
    }

    /// <summary>
    /// Additional host names with their addresses, as for <c>docker run --add-host</c>. Default: none.
    /// </summary>
    public IReadOnlyDictionary<string, IPAddress> ExtraHosts
    {
        get;
        init => field = ValidateHosts(value);
    } = new Dictionary<string, IPAddress>();

    /// <summary>A fixed MAC address on the first network. Default: chosen by the engine.</summary>
    public PhysicalAddress? MacAddress
    {
        get;
        init => field = NetworkAttachment.ValidateMacAddress(value);
    }

    /// <summary>The host name inside the container. Default: the short id of the container.</summary>
    /// <exception cref="ArgumentException">The value contains a null character.</exception>
    public string? Hostname
    {
        get;
        init => field = SpecValidation.ValidateText(value, "The host name");
    }

    /// <summary>The domain name inside the container. Default: none.</summary>
    /// <exception cref="ArgumentException">The value contains a null character.</exception>
    public string? DomainName
    {
        get;
        init => field = SpecValidation.ValidateText(value, "The domain name");
    }

    /// <summary>The DNS servers. Default: the setting of the engine.</summary>
    public IReadOnlyList<IPAddress> DnsServers
    {
        get;
        init => field = SpecValidation.ValidateItems(value, "DNS servers");
    } = [];

    /// <summary>The DNS search domains; <c>.</c> for none. Default: the setting of the engine.</summary>
    /// <exception cref="ArgumentException">A text is not a domain.</exception>
    public IReadOnlyList<string> DnsSearch
    {
        get;
        init => field = ValidateSearchDomains(value);
    } = [];

    /// <summary>The options of the DNS resolver, such as <c>ndots:2</c>. Default: the setting of the engine.</summary>
    public IReadOnlyList<string> DnsOptions
    {
        get;
        init => field = SpecValidation.ValidateStrings(value, "DNS options");
    } = [];

    private void ValidateNetworks()
    {
        foreach (var network in Networks) network.Validate();
        if (Networks.Count > 1 && Networks.FirstOrDefault(network => network.IsExclusive) is { } exclusive)
            throw ArgumentErrors.Create(
                $"A container with the network '{exclusive.Network}' cannot have other networks. "
                    + "Leave the rest of Networks out.",
                nameof(Networks));
        if (Networks.GroupBy(network => network.Network).FirstOrDefault(group => group.Count() > 1) is { } duplicate)
            throw ArgumentErrors.Create(
                $"The network '{duplicate.Key}' is given twice. Remove one of them.", nameof(Networks));
        if (MacAddress is not null && Networks.Count > 0 && Networks[0].MacAddress is not null)
            throw new ArgumentException(
                "The MAC address on the first network is given twice. "
                    + "Leave ContainerSpec.MacAddress or NetworkAttachment.MacAddress out.",
                nameof(MacAddress));
        if (Networks is not [{ IsExclusive: true } exclusiveNetwork]) return;
        if (MacAddress is not null)
            throw ArgumentErrors.Create(
                $"With the network '{exclusiveNetwork.Network}', a container has no separate MAC address. "
                    + "Leave MacAddress out.",
                nameof(MacAddress));
        if (Publish.Count > 0 || PublishAll)
        {
            var reason = exclusiveNetwork.Network == "host"
                ? "the container uses the ports of the host"
                : "the container has no separate ports";
            throw ArgumentErrors.Create(
                $"With the network '{exclusiveNetwork.Network}', no ports can be published: {reason}. "
                    + "Leave Publish and PublishAll out.",
                nameof(Publish));
        }

        if (exclusiveNetwork.SharedContainer is null) return;
        const string Sharing = "A container that uses the network of another container also uses its";
        if (Hostname is not null || DomainName is not null)
            throw ArgumentErrors.Create($"{Sharing} host name. Leave Hostname and DomainName out.", nameof(Hostname));
        if (HostGatewayAlias is not null || ExtraHosts.Count > 0)
            throw ArgumentErrors.Create(
                $"{Sharing} hosts file. Leave HostGatewayAlias and ExtraHosts out.", nameof(ExtraHosts));
        if (DnsServers.Count > 0 || DnsSearch.Count > 0 || DnsOptions.Count > 0)
            throw ArgumentErrors.Create(
                $"{Sharing} DNS settings. Leave DnsServers, DnsSearch and DnsOptions out.", nameof(DnsServers));
    }

    private static IReadOnlyList<string> ValidateSearchDomains(IReadOnlyList<string> domains)
    {
        var values = SpecValidation.ValidateStrings(domains, "DNS search domains");
        return values.FirstOrDefault(domain => domain != "." && !DomainPattern().IsMatch(domain)) is { } invalid
            ? throw ArgumentErrors.Create(
                $"'{invalid}' is not a search domain. Write a domain such as example.org, or \".\" for none.", nameof(domains))
            : values;
    }

    // ValidateDNSSearch in https://github.com/docker/cli/blob/02761fdb0ba1c306554e4112763b5b9161228839/opts/opts.go
    [GeneratedRegex(@"^(?=.*[a-zA-Z])[a-zA-Z0-9]([a-zA-Z0-9-]*[a-zA-Z0-9])?(\.[a-zA-Z0-9]([a-zA-Z0-9-]*[a-zA-Z0-9])?)*\.?\z")]
    private static partial Regex DomainPattern();

    private static bool IsHostName(string name) => Uri.CheckHostName(name) == UriHostNameType.Dns;

    private static Dictionary<string, IPAddress> ValidateHosts(IReadOnlyDictionary<string, IPAddress> hosts)
    {
        ArgumentNullException.ThrowIfNull(hosts);
        foreach (var (name, address) in hosts)
        {
            if (!IsHostName(name)) throw ArgumentErrors.Create($"'{name}' is not a valid host name.", nameof(hosts));
            if (address is null)
                throw ArgumentErrors.Create(
                    $"The address of the host '{name}' is null. Leave the host out or set its address.", nameof(hosts));
        }

        return new Dictionary<string, IPAddress>(hosts);
    }
}
