using ContainerKit.Discovery;

namespace ContainerKit.Http;

/// <summary>
/// Opens raw connections to an engine, for the connection pool and for separate connections. It owns the ssh connection to the host
/// that they share. After the disposal, connections can still be opened, each over a separate ssh connection.
/// </summary>
internal sealed class ConnectionOpener(EngineEndpoint endpoint) : IDisposable
{
    private readonly SshConnector? _ssh = endpoint.Ssh is { } target ? new SshConnector(target) : null;

    /// <summary>Returns the endpoint with the host of its published ports, which is known after a connection was opened.</summary>
    public EngineEndpoint GetEndpoint() =>
        _ssh is null ? endpoint.LocateMountedSocket() : endpoint with { SshHostName = _ssh.HostName };

    /// <summary>Opens a connection.</summary>
    public async ValueTask<DuplexStream> DialAsync(CancellationToken cancellationToken) => _ssh is null
        ? await ConnectionFactory.DialAsync(endpoint, cancellationToken).ConfigureAwait(false)
        : await _ssh.DialAsync(cancellationToken).ConfigureAwait(false);

    /// <summary>Opens a connection for a long response or a long body.</summary>
    public async ValueTask<DuplexStream> DialForStreamAsync(CancellationToken cancellationToken) => _ssh is null
        ? await ConnectionFactory.DialForStreamAsync(endpoint, cancellationToken).ConfigureAwait(false)
        : await _ssh.DialAsync(cancellationToken).ConfigureAwait(false);

    /// <summary>Disposes the opener of an endpoint that is not used, and cancels its pending ssh login.</summary>
    public void Abort()
    {
        _ssh?.Abort();
        Dispose();
    }

    /// <summary>Closes the shared ssh connection as soon as the open connections are closed.</summary>
    public void Dispose() => _ssh?.Dispose();
}
