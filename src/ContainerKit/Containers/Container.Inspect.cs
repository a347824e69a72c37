namespace ContainerKit;

public sealed partial class Container
{
    /// <summary>Gets the current state and the configuration of the container from the engine.</summary>
    /// <exception cref="ContainerNotFoundException">The container was removed.</exception>
    /// <remarks>Engine API: <c>GET /containers/{id}/json</c>.</remarks>
    public Task<ContainerDetails> InspectAsync(CancellationToken cancellationToken = default) =>
        Client.InspectAsync(cancellationToken);

    /// <summary>
    /// Gets the disk usage of the container. The engine adds up the sizes of all files, which can take a while.
    /// </summary>
    /// <exception cref="ContainerNotFoundException">The container was removed.</exception>
    /// <remarks>Engine API: <c>GET /containers/{id}/json?size=1</c>.</remarks>
    public async Task<ContainerSize> GetSizeAsync(CancellationToken cancellationToken = default)
    {
        var request = Client.Get("json", "measure") with
        {
            Query = new() { { "size", true } },
            // The time depends on the number of files.
            Timeout = Timeout.InfiniteTimeSpan,
        };
        return ContainerSize.Read(await Client.Engine.SendJsonAsync(request, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Gets the address at which a published TCP port is reached from this machine.</summary>
    /// <inheritdoc cref="GetPublishedPortAsync(int, PortProtocol, CancellationToken)"/>
    public Task<PortAddress> GetPublishedPortAsync(int containerPort, CancellationToken cancellationToken = default) =>
        GetPublishedPortAsync(containerPort, PortProtocol.Tcp, cancellationToken);

    /// <summary>Gets the address at which a published port is reached from this machine.</summary>
    /// <param name="containerPort">
    /// The port in the container. In the network <c>host</c>, each port of the container is a port of its host.
    /// </param>
    /// <param name="protocol">The protocol of the port.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>The host and the port to connect to.</returns>
    /// <exception cref="InvalidOperationException">
    /// The container does not publish the port or is not running.
    /// </exception>
    /// <exception cref="ContainerNotFoundException">The container was removed.</exception>
    /// <remarks>
    /// The ports are cached. Operations of this handle that can change them, such as a stop or a start, clear the
    /// cache. After another program or the engine's restart policy restarted the container, call
    /// <see cref="InspectAsync"/> to refresh it.
    /// Engine API: <c>GET /containers/{id}/json</c>.
    /// </remarks>
    public async Task<PortAddress> GetPublishedPortAsync(
        int containerPort, PortProtocol protocol, CancellationToken cancellationToken = default)
    {
        var details = Client.Ports.Current ?? await InspectAsync(cancellationToken).ConfigureAwait(false);
        var address = await Client.GetPortAddressAsync(details, containerPort, protocol, cancellationToken).ConfigureAwait(false);
        return address ?? throw PortNotPublished(details, PublishedPort.Key(containerPort, protocol));
    }

    private InvalidOperationException PortNotPublished(ContainerDetails details, string port)
    {
        if (details.State is not (ContainerState.Running or ContainerState.Paused))
        {
            return new(
                $"{this} publishes no ports because it is not running: it is {details.State}, exit code {details.ExitCode}. "
                + "Start it first.");
        }

        if (details.NetworkMode.StartsWith("container:", StringComparison.Ordinal))
        {
            var owner = details.NetworkMode["container:".Length..];
            return new($"{this} does not publish {port}: it uses the network of the container {owner}. "
                + "Publish the port on that container, and request it there.");
        }

        if (details.NetworkMode == "none")
            return new($"{this} does not publish {port}: it has the network 'none'. Run it on another network, with the port in Publish.");
        var published = details.Ports.Count == 0 ? "nothing" : string.Join(", ", details.Ports);
        return new($"{this} does not publish {port}; it publishes {published}. Add it to ContainerSpec.Publish.");
    }
}
