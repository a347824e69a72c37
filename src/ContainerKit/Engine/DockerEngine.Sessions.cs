using ContainerKit.Http;

namespace ContainerKit;

public sealed partial class DockerEngine
{
    /// <summary>What the guard over a process's things has to know of the engine: where it is, in which API version, and what is still being made on it.</summary>
    internal PendingCreateRequests PendingCreates => _transport.PendingCreates;

    internal ValueTask<ConnectionPool> ConnectTransportAsync(CancellationToken cancellationToken) => _transport.ConnectAsync(cancellationToken);
}
