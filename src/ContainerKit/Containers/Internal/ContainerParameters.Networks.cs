using System.Net.NetworkInformation;
using ContainerKit.Networks;
using Docker.DotNet.Models;

namespace ContainerKit.Containers;

internal static partial class ContainerParameters
{
    // Docker Engine 20.10 and later replace it by the address of the container's host.
    private const string HostGateway = "host-gateway";

    // The network mode of a container without a network in its spec.
    private const string DefaultNetwork = "default";

    /// <summary>
    /// Returns the networks to connect after the create request: before API 1.44, it takes only one network.
    /// </summary>
    public static IEnumerable<NetworkAttachment> ToConnect(ContainerSpec spec, System.Version api) =>
        api < NetworkRequest.ManyEndpointsApi ? spec.Networks.Skip(1) : [];

    /// <summary>Returns the MAC address on the container's first network; null for a generated one.</summary>
    public static PhysicalAddress? FirstMac(ContainerSpec spec) =>
        spec.MacAddress ?? (spec.Networks.Count > 0 ? spec.Networks[0].MacAddress : null);

    private static void AddNetworks(CreateContainerParameters parameters, ContainerSpec spec, System.Version api)
    {
        var host = parameters.HostConfig!;
        parameters.Hostname = spec.Hostname!;
        parameters.Domainname = spec.DomainName!;
        host.DNS = [.. spec.DnsServers.Select(server => server.ToString())];
        host.DNSSearch = [.. spec.DnsSearch];
        host.DNSOptions = [.. spec.DnsOptions];
        var hosts = spec.ExtraHosts.Select(extra => $"{extra.Key}:{extra.Value}");
        if (spec.HostGatewayAlias is { } alias) hosts = hosts.Prepend($"{alias}:{HostGateway}");
        host.ExtraHosts = [.. hosts];

        if (spec.Networks.Count > 0) host.NetworkMode = spec.Networks[0].Network;
        var isSingleNetwork = api < NetworkRequest.ManyEndpointsApi;
        var endpoints = spec.Networks
            .Where(network => !network.IsExclusive)
            .Take(isSingleNetwork ? 1 : int.MaxValue)
            .ToDictionary(network => network.Network, ToEndpoint);
        // Before API 1.44 it is a member of the container: see ContainerOperations.CreateAsync.
        if (!isSingleNetwork && spec.MacAddress is { } mac)
        {
            var first = spec.Networks.Count > 0 ? spec.Networks[0].Network : DefaultNetwork;
            endpoints.TryAdd(first, new EndpointSettings());
            endpoints[first].MacAddress = MacAddresses.Text(mac);
        }

        if (endpoints.Count > 0) parameters.NetworkingConfig = new NetworkingConfig { EndpointsConfig = endpoints };
    }

    private static EndpointSettings ToEndpoint(NetworkAttachment network) => new()
    {
        Aliases = network.Aliases.Count > 0 ? [.. network.Aliases] : null!,
        MacAddress = network.MacAddress is { } mac ? MacAddresses.Text(mac) : null!,
        IPAMConfig = network.IPv4Address is null && network.IPv6Address is null
            ? null!
            : new EndpointIPAMConfig { IPv4Address = network.IPv4Address?.ToString()!, IPv6Address = network.IPv6Address?.ToString()! },
    };
}
