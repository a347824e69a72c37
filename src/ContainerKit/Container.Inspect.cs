using System.Net;
using ContainerKit.Networks;

namespace ContainerKit;

public sealed partial class Container
{
    /// <summary>Where its ports are, as far as that is known.</summary>
    internal PortMemory Ports { get; } = new();

    /// <summary>Asks the engine what it knows of the container.</summary>
    /// <exception cref="ContainerNotFoundException">It was removed.</exception>
    /// <remarks>Engine API: <c>GET /containers/{id}/json</c>.</remarks>
    public async Task<ContainerDetails> InspectAsync(CancellationToken cancellationToken = default)
    {
        var asOf = Ports.Moves;
        var details = ContainerDetails.Read(await InspectRawAsync(cancellationToken).ConfigureAwait(false));
        Ports.Keep(details, asOf);
        return details;
    }

    /// <summary>Asks the engine how much room the container takes on disk, which it has to add up.</summary>
    /// <exception cref="ContainerNotFoundException">It was removed.</exception>
    /// <remarks>Engine API: <c>GET /containers/{id}/json?size=1</c>.</remarks>
    public async Task<ContainerSize> GetSizeAsync(CancellationToken cancellationToken = default) =>
        // For as long as it takes: millions of files are added up one by one.
        ContainerSize.Read(await GetAsync("measure", "json?size=1", Timeout.InfiniteTimeSpan, cancellationToken).ConfigureAwait(false));

    /// <summary>Where a published TCP port can be reached.</summary>
    /// <inheritdoc cref="GetPortAsync(int, PortProtocol, CancellationToken)"/>
    public Task<PortAddress> GetPortAsync(int containerPort, CancellationToken cancellationToken = default) =>
        GetPortAsync(containerPort, PortProtocol.Tcp, cancellationToken);

    /// <summary>
    /// Where a published port can be reached. The engine is asked once for all ports, and again after what this handle does that may move them, such as a stop or a
    /// start. Where somebody else does, or the engine starts the container again by itself, <see cref="InspectAsync"/> asks anew.
    /// </summary>
    /// <exception cref="InvalidOperationException">The container does not publish the port, or does not run.</exception>
    /// <exception cref="ContainerNotFoundException">It was removed.</exception>
    /// <remarks>Engine API: <c>GET /containers/{id}/json</c>.</remarks>
    public async Task<PortAddress> GetPortAsync(int containerPort, PortProtocol protocol, CancellationToken cancellationToken = default)
    {
        var details = Ports.Seen ?? await InspectAsync(cancellationToken).ConfigureAwait(false);
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
        var binding = details.Ports.FirstOrDefault(port => port.ContainerPort == containerPort && port.Protocol == protocol);
        if (binding is null) return null;
        var endpoint = await Engine.EndpointAsync(cancellationToken).ConfigureAwait(false);
        var host = !endpoint.IsLocal ? endpoint.Address.DnsSafeHost
            : binding.HostAddress is { } address && !IPAddress.Any.Equals(address) && !IPAddress.IPv6Any.Equals(address) ? address.ToString() : "127.0.0.1";
        return new PortAddress(host, binding.HostPort);
    }
}
