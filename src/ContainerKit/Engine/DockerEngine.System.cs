using ContainerKit.Engine;
using ContainerKit.Http;

namespace ContainerKit;

public sealed partial class DockerEngine
{
    /// <summary>Asks the engine whether it is there.</summary>
    /// <exception cref="EngineUnavailableException">It does not answer.</exception>
    /// <remarks>Engine API: <c>GET /_ping</c>.</remarks>
    public Task<EnginePing> PingAsync(CancellationToken cancellationToken = default) => SystemOperations.PingAsync(ApiClient, cancellationToken);

    /// <summary>Asks the engine which version it is, and of what parts.</summary>
    /// <remarks>Engine API: <c>GET /version</c>.</remarks>
    public Task<EngineVersion> VersionAsync(CancellationToken cancellationToken = default) =>
        SystemOperations.GetVersionAsync(ApiClient, cancellationToken);

    /// <summary>Asks the engine what it has and how it is set up.</summary>
    /// <remarks>Engine API: <c>GET /info</c>.</remarks>
    public async Task<EngineInfo> InfoAsync(CancellationToken cancellationToken = default) =>
        EngineInfo.Read(await ApiClient.GetJsonAsync("ask the engine about itself", "info", cancellationToken).ConfigureAwait(false));

    /// <summary>Asks the engine how much room on disk its things take, which it has to add up.</summary>
    /// <remarks>Engine API: <c>GET /system/df</c>.</remarks>
    public async Task<EngineDiskUsage> DiskUsageAsync(CancellationToken cancellationToken = default) =>
        // For as long as it takes: every volume is added up file by file.
        EngineDiskUsage.Read(await ApiClient.SendJsonAsync(EngineRequest.Get("system/df", "ask the engine for its disk usage") with { Timeout = Timeout.InfiniteTimeSpan }, cancellationToken).ConfigureAwait(false));

    /// <summary>Follows everything that happens on the engine from now on.</summary>
    /// <inheritdoc cref="EventsAsync(EventFilter, CancellationToken)"/>
    public IAsyncEnumerable<EngineEvent> EventsAsync(CancellationToken cancellationToken = default) => EventsAsync(new EventFilter(), cancellationToken);

    /// <summary>
    /// Follows what happens on the engine, from the moment of the first step of the loop or from <see cref="EventFilter.Since"/>, until
    /// <see cref="EventFilter.Until"/> or for ever. Leaving the loop closes the connection.
    /// </summary>
    /// <exception cref="EngineUnavailableException">
    /// The engine ended the stream, as it does when it stops. It is not asked again, since what happened meanwhile would be missing unnoticed.
    /// </exception>
    /// <remarks>Engine API: <c>GET /events</c>.</remarks>
    public IAsyncEnumerable<EngineEvent> EventsAsync(EventFilter filter, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return SystemOperations.EventsAsync(ApiClient, filter, cancellationToken);
    }
}
