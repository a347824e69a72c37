namespace ContainerKit;

public sealed partial class Container
{
    /// <summary>Where its ports are, as far as that is known.</summary>
    /// <summary>Asks the engine what it knows of the container.</summary>
    /// <exception cref="ContainerNotFoundException">It was removed.</exception>
    /// <remarks>Engine API: <c>GET /containers/{id}/json</c>.</remarks>
    public Task<ContainerDetails> InspectAsync(CancellationToken cancellationToken = default) => Client.InspectAsync(cancellationToken);

    /// <summary>Asks the engine how much room the container takes on disk, which it has to add up.</summary>
    /// <exception cref="ContainerNotFoundException">It was removed.</exception>
    /// <remarks>Engine API: <c>GET /containers/{id}/json?size=1</c>.</remarks>
    public async Task<ContainerSize> GetSizeAsync(CancellationToken cancellationToken = default) =>
        // For as long as it takes: millions of files are added up one by one.
        ContainerSize.Read(await Client.Engine.SendJsonAsync(
            Client.Get("json", "measure") with { Query = new() { { "size", true } }, Timeout = Timeout.InfiniteTimeSpan }, cancellationToken).ConfigureAwait(false));

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
        var details = Client.Ports.Current ?? await InspectAsync(cancellationToken).ConfigureAwait(false);
        if (await Client.GetPortAddressAsync(details, containerPort, protocol, cancellationToken).ConfigureAwait(false) is not { } address)
        {
            var key = PublishedPort.Key(containerPort, protocol);
            throw new InvalidOperationException(details.State == ContainerState.Running
                ? $"{this} does not publish {key}; it publishes {(details.Ports.Count == 0 ? "nothing" : string.Join(", ", details.Ports))}. Add it to ContainerSpec.Publish."
                : $"{this} publishes nothing, since it does not run: it is {details.State}, exit code {details.ExitCode}.");
        }

        return address;
    }
}
