using ContainerKit.Engine;
using ContainerKit.Http;

namespace ContainerKit;

public sealed partial class DockerEngine
{
    /// <summary>Pings the engine.</summary>
    /// <exception cref="EngineUnavailableException">The engine does not answer.</exception>
    /// <remarks>Engine API: <c>GET /_ping</c>.</remarks>
    public Task<EnginePing> PingAsync(CancellationToken cancellationToken = default) =>
        SystemOperations.PingAsync(ApiClient, cancellationToken);

    /// <summary>Gets the version of the engine and of its components.</summary>
    /// <remarks>Engine API: <c>GET /version</c>.</remarks>
    public Task<EngineVersion> VersionAsync(CancellationToken cancellationToken = default) =>
        SystemOperations.GetVersionAsync(ApiClient, cancellationToken);

    /// <summary>Gets the configuration of the engine and the number of its containers and images.</summary>
    /// <remarks>Engine API: <c>GET /info</c>.</remarks>
    public async Task<EngineInfo> InfoAsync(CancellationToken cancellationToken = default) =>
        EngineInfo.Read(
            await ApiClient.GetJsonAsync("get the configuration of the engine", "info", cancellationToken).ConfigureAwait(false));

    /// <summary>
    /// Gets the disk usage of the engine. The engine calculates it on request, which can take a while.
    /// </summary>
    /// <remarks>Engine API: <c>GET /system/df</c>.</remarks>
    public async Task<EngineDiskUsage> DiskUsageAsync(CancellationToken cancellationToken = default)
    {
        // No timeout: the engine measures every volume file by file.
        var json = await ApiClient.SendJsonAsync(
            EngineRequest.Get("system/df", "get the disk usage of the engine") with { Timeout = Timeout.InfiniteTimeSpan },
            cancellationToken)
            .ConfigureAwait(false);
        return EngineDiskUsage.Read(json);
    }

    /// <summary>Reads all events of the engine from now on.</summary>
    /// <inheritdoc cref="EventsAsync(EventFilter, CancellationToken)"/>
    public IAsyncEnumerable<EngineEvent> EventsAsync(CancellationToken cancellationToken = default) =>
        EventsAsync(new EventFilter(), cancellationToken);

    /// <summary>
    /// Reads the events of the engine, from the first iteration or <see cref="EventFilter.Since"/> until
    /// <see cref="EventFilter.Until"/>, without an end by default. Leaving the loop closes the connection.
    /// </summary>
    /// <exception cref="EngineUnavailableException">
    /// The engine ended the stream, as it does when it stops. The library does not reconnect, because events in between
    /// would be lost without notice.
    /// </exception>
    /// <remarks>Engine API: <c>GET /events</c>.</remarks>
    public IAsyncEnumerable<EngineEvent> EventsAsync(EventFilter filter, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return SystemOperations.EventsAsync(ApiClient, filter, cancellationToken);
    }
}
