using System.Globalization;
using System.Net;
using System.Text.Json;
using ContainerKit.Json;

namespace ContainerKit;

public sealed partial record ContainerDetails
{
    /// <summary>
    /// The network mode: <c>default</c>, <c>bridge</c>, <c>host</c>, <c>none</c>, <c>container:...</c>, or the name of
    /// a network.
    /// </summary>
    public required string NetworkMode { get; init; }

    /// <summary>The networks of the container, by name.</summary>
    public required IReadOnlyDictionary<string, ContainerNetwork> Networks { get; init; }

    /// <summary>The published ports, with their host ports.</summary>
    public required IReadOnlyList<PublishedPort> Ports { get; init; }

    /// <summary>The exposed ports of the image and of the container's configuration, published or not.</summary>
    public required IReadOnlyList<ExposedPort> ExposedPorts { get; init; }

    /// <summary>The addresses of the container by network name. Networks without an address are left out.</summary>
    public IReadOnlyDictionary<string, IPAddress> Addresses =>
        Networks.Values.Where(network => (network.Address ?? network.AddressV6) is not null)
            .ToDictionary(network => network.Name, network => (network.Address ?? network.AddressV6)!);

    /// <summary>The first address in <see cref="Addresses"/>. Null if the container has none.</summary>
    public IPAddress? IPAddress => Addresses.Values.FirstOrDefault();

    private static IEnumerable<PublishedPort> ReadPorts(JsonElement network)
    {
        foreach (var port in network.EnumerateProperties("Ports"))
        {
            if (PublishedPort.FromKey(port.Name) is not { } containerPort || port.Value.ValueKind != JsonValueKind.Array) continue;
            foreach (var binding in port.Value.EnumerateItems())
            {
                if (!int.TryParse(binding.GetStringOrEmpty("HostPort"), NumberStyles.None, CultureInfo.InvariantCulture, out var hostPort)
                    || hostPort is 0 or > 65535) continue;
                yield return containerPort with
                {
                    HostPort = hostPort,
                    HostAddress = System.Net.IPAddress.TryParse(binding.GetStringOrEmpty("HostIp"), out var address) ? address : null,
                };
            }
        }
    }
}
