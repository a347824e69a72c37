using System.Globalization;
using System.Net;
using System.Text.Json;
using ContainerKit.Json;

namespace ContainerKit;

public sealed partial record ContainerDetails
{
    /// <summary>How it is joined to networks: <c>default</c>, <c>bridge</c>, <c>host</c>, <c>none</c>, <c>container:...</c>, or a network's name.</summary>
    public required string NetworkMode { get; init; }

    /// <summary>Its networks by name.</summary>
    public required IReadOnlyDictionary<string, ContainerNetwork> Networks { get; init; }

    /// <summary>Its ports that the host offers, with the host's ports.</summary>
    public required IReadOnlyList<PublishedPort> Ports { get; init; }

    /// <summary>The ports that its image or its maker says its process listens on, published or not.</summary>
    public required IReadOnlyList<ExposedPort> ExposedPorts { get; init; }

    /// <summary>Its addresses by network name; only networks where it has one.</summary>
    public IReadOnlyDictionary<string, IPAddress> Addresses =>
        Networks.Values.Where(network => (network.Address ?? network.AddressV6) is not null).ToDictionary(network => network.Name, network => (network.Address ?? network.AddressV6)!);

    /// <summary>Its address on the first network it has one on; null for none.</summary>
    public IPAddress? IPAddress => Addresses.Values.FirstOrDefault();

    private static IEnumerable<PublishedPort> ReadPorts(JsonElement network)
    {
        foreach (var port in network.EnumerateProperties("Ports"))
        {
            if (PublishedPort.FromKey(port.Name) is not { } inside || port.Value.ValueKind != JsonValueKind.Array) continue;
            foreach (var binding in port.Value.EnumerateArray())
            {
                if (!int.TryParse(binding.GetStringOrEmpty("HostPort"), NumberStyles.None, CultureInfo.InvariantCulture, out var hostPort)
                    || hostPort is 0 or > 65535) continue;
                yield return inside with { HostPort = hostPort, HostAddress = System.Net.IPAddress.TryParse(binding.GetStringOrEmpty("HostIp"), out var address) ? address : null };
            }
        }
    }
}
