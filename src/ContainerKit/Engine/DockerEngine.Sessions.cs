using ContainerKit.Http;

namespace ContainerKit;

public sealed partial class DockerEngine
{
    /// <summary>
    /// The create requests that are in progress. A session waits for them before it removes its resources.
    /// </summary>
    internal PendingCreateRequests PendingCreates => _transport.PendingCreates;

    /// <summary>Connects to the engine. Returns its endpoint, API version and connection pool.</summary>
    internal ValueTask<ConnectionPool> GetConnectionPoolAsync(CancellationToken cancellationToken) =>
        _transport.ConnectAsync(cancellationToken);
}
