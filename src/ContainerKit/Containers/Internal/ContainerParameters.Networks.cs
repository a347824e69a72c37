using System.Net.NetworkInformation;
using ContainerKit.Networks;
using Docker.DotNet.Models;

namespace ContainerKit.Containers;

internal static partial class ContainerParameters
{
    // Engines from 20.10 on put the address of the container's host in its place.
    private const string HostGateway = "host-gateway";

    // What engines call the network of a container that names none.
    private const string DefaultNetwork = "default";

    /// <summary>The networks that an engine of this age takes only one by one, after the container is made.</summary>
    public static IEnumerable<NetworkAttachment> ToConnect(ContainerSpec spec, System.Version api) =>
        api < NetworkRequest.ManyEndpointsApi ? spec.Networks.Skip(1) : [];

    /// <summary>The MAC address on the container's first network.</summary>
    public static PhysicalAddress? FirstMac(ContainerSpec spec) => spec.MacAddress ?? (spec.Networks.Count > 0 ? spec.Networks[0].MacAddress : null);

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
        var isOneByOne = api < NetworkRequest.ManyEndpointsApi;
        var endpoints = spec.Networks.Where(network => !network.IsExclusive).Take(isOneByOne ? 1 : int.MaxValue).ToDictionary(network => network.Network, Endpoint);
        // Older engines take it for the container as a whole, where the client's types have no room for it: see ContainerCreation.
        if (!isOneByOne && spec.MacAddress is { } mac)
        {
            var first = spec.Networks.Count > 0 ? spec.Networks[0].Network : DefaultNetwork;
            endpoints.TryAdd(first, new EndpointSettings());
            endpoints[first].MacAddress = MacAddresses.Text(mac);
        }

        if (endpoints.Count > 0) parameters.NetworkingConfig = new NetworkingConfig { EndpointsConfig = endpoints };
    }

    private static EndpointSettings Endpoint(NetworkAttachment network) => new()
    {
        Aliases = network.Aliases.Count > 0 ? [.. network.Aliases] : null!,
        MacAddress = network.MacAddress is { } mac ? MacAddresses.Text(mac) : null!,
        IPAMConfig = network.IPv4Address is null && network.IPv6Address is null
            ? null!
            : new EndpointIPAMConfig { IPv4Address = network.IPv4Address?.ToString()!, IPv6Address = network.IPv6Address?.ToString()! },
    };
}
