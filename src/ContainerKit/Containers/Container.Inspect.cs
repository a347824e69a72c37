using System.Net;
using System.Net.Sockets;
using ContainerKit.Containers;

namespace ContainerKit;

public sealed partial class Container
{
    /// <summary>Where its ports are, as far as that is known.</summary>
    internal PublishedPortCache Ports { get; } = new();

    /// <summary>Asks the engine what it knows of the container.</summary>
    /// <exception cref="ContainerNotFoundException">It was removed.</exception>
    /// <remarks>Engine API: <c>GET /containers/{id}/json</c>.</remarks>
    public async Task<ContainerDetails> InspectAsync(CancellationToken cancellationToken = default)
    {
        var asOf = Ports.Version;
        var details = ContainerDetails.Read(await InspectRawAsync(cancellationToken).ConfigureAwait(false));
        Ports.Store(details, asOf);
        return details;
    }

    /// <summary>Asks the engine how much room the container takes on disk, which it has to add up.</summary>
    /// <exception cref="ContainerNotFoundException">It was removed.</exception>
    /// <remarks>Engine API: <c>GET /containers/{id}/json?size=1</c>.</remarks>
    public async Task<ContainerSize> GetSizeAsync(CancellationToken cancellationToken = default) =>
        // For as long as it takes: millions of files are added up one by one.
        ContainerSize.Read(await GetAsync("measure", "json?size=1", Timeout.InfiniteTimeSpan, cancellationToken).ConfigureAwait(false));

    /// <summary>Where a published TCP port can be reached.</summary>
    /// <inheritdoc cref="GetPublishedPortAsync(int, PortProtocol, CancellationToken)"/>
    public Task<PortAddress> GetPublishedPortAsync(int containerPort, CancellationToken cancellationToken = default) =>
        GetPublishedPortAsync(containerPort, PortProtocol.Tcp, cancellationToken);

    /// <summary>
    /// Where a published port can be reached. The engine is asked once for all ports, and again after what this handle does that may move them, such as a stop or a
    /// start. Where somebody else does, or the engine starts the container again by itself, <see cref="InspectAsync"/> asks anew.
    /// </summary>
    /// <exception cref="InvalidOperationException">The container does not publish the port, or does not run.</exception>
    /// <exception cref="ContainerNotFoundException">It was removed.</exception>
    /// <remarks>Engine API: <c>GET /containers/{id}/json</c>.</remarks>
    public async Task<PortAddress> GetPublishedPortAsync(int containerPort, PortProtocol protocol, CancellationToken cancellationToken = default)
    {
        var details = Ports.Current ?? await InspectAsync(cancellationToken).ConfigureAwait(false);
        if (await AddressAsync(details, containerPort, protocol, cancellationToken).ConfigureAwait(false) is not { } address)
        {
            var key = PublishedPort.Key(containerPort, protocol);
            throw new InvalidOperationException(details.State == ContainerState.Running
                ? $"{this} does not publish {key}; it publishes {(details.Ports.Count == 0 ? "nothing" : string.Join(", ", details.Ports))}. Add it to ContainerSpec.Publish."
                : $"{this} publishes nothing, since it does not run: it is {details.State}, exit code {details.ExitCode}.");
        }

        return address;
    }

    /// <summary>Where a port can be reached, by what the engine said of the container; null where it is not published.</summary>
    internal async Task<PortAddress?> AddressAsync(ContainerDetails details, int containerPort, PortProtocol protocol, CancellationToken cancellationToken)
    {
        // Where there are several, one that every client reaches: not all of them try IPv6.
        var binding = details.Ports.Where(port => port.ContainerPort == containerPort && port.Protocol == protocol)
            .MinBy(port => port.HostAddress?.AddressFamily == AddressFamily.InterNetworkV6);
        if (binding is null) return null;
        var endpoint = await Engine.EndpointAsync(cancellationToken).ConfigureAwait(false);
        return new PortAddress(endpoint is { PublishedHost: null, IsLocal: true } ? Here(binding.HostAddress) : endpoint.PortHost, binding.HostPort);
    }

    // An address that stands for all of them is none to connect to.
    private static string Here(IPAddress? address) => address is null || IPAddress.Any.Equals(address) ? "127.0.0.1"
        : IPAddress.IPv6Any.Equals(address) ? "::1"
        : address.ToString();
}
