using ContainerKit.Networks;
using Docker.DotNet.Models;

namespace ContainerKit.Containers;

internal static partial class ContainerParameters
{
    // Engines from 20.10 on put the address of the container's host in its place.
    private const string HostGateway = "host-gateway";

    /// <summary>The networks that an engine of this age takes only one by one, after the container is made.</summary>
    public static IEnumerable<NetworkAttachment> ToConnect(ContainerSpec spec, System.Version api) =>
        api < NetworkRequest.ManyEndpointsApi ? spec.Networks.Skip(1) : [];

    private static void AddNetworks(CreateContainerParameters parameters, ContainerSpec spec, System.Version api)
    {
        var hosts = spec.ExtraHosts.Select(host => $"{host.Key}:{host.Value}");
        if (spec.HostAlias is { } alias) hosts = hosts.Prepend($"{alias}:{HostGateway}");
        parameters.HostConfig!.ExtraHosts = [.. hosts];
        if (spec.Networks.Count == 0) return;

        parameters.HostConfig.NetworkMode = spec.Networks[0].Network;
        var atOnce = spec.Networks.Where(network => !network.IsExclusive).Take(api < NetworkRequest.ManyEndpointsApi ? 1 : int.MaxValue);
        parameters.NetworkingConfig = new NetworkingConfig { EndpointsConfig = atOnce.ToDictionary(network => network.Network, Endpoint) };
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
