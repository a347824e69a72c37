using System.Net;
using ContainerKit.Diagnostics;
using ContainerKit.Http;
using ContainerKit.Timing;

namespace ContainerKit.Containers;

internal static partial class ContainerOperations
{
    // Docker Engine 23.0; see "v1.42 API changes" in https://docs.docker.com/reference/api/engine/version-history/.
    private static readonly Version _stopSignalApi = new(1, 42);

    /// <exception cref="ArgumentOutOfRangeException">The grace period is negative and not infinite.</exception>
    public static void ValidateGracePeriod(TimeSpan gracePeriod)
    {
        if (gracePeriod != Timeout.InfiniteTimeSpan) ArgumentOutOfRangeException.ThrowIfLessThan(gracePeriod, TimeSpan.Zero);
    }

    /// <summary>Stops a container: sends its stop signal, then SIGKILL after the grace period.</summary>
    /// <param name="container">The container.</param>
    /// <param name="gracePeriod">The time between the signals; null for the container's own grace period.</param>
    /// <param name="cancellationToken">Cancels the wait for the response.</param>
    /// <remarks>Engine API: <c>POST /containers/{id}/stop</c>.</remarks>
    public static Task StopAsync(ContainerClient container, TimeSpan? gracePeriod, CancellationToken cancellationToken) =>
        SendWhenUnpausedAsync(container, StopRequest(container, "stop", gracePeriod), cancellationToken);

    /// <summary>Stops a container: sends a signal, then SIGKILL after the grace period.</summary>
    /// <remarks>
    /// Engine API: <c>POST /containers/{id}/stop</c>; before API 1.42 also <c>/kill</c> and <c>/wait</c>.
    /// </remarks>
    public static async Task StopAsync(
        ContainerClient container, string signal, TimeSpan gracePeriod, CancellationToken cancellationToken)
    {
        if (await container.Engine.GetApiVersionAsync(cancellationToken).ConfigureAwait(false) >= _stopSignalApi
            && !container.Engine.Quirks.IgnoresStopSignal)
        {
            var request = StopRequest(container, "stop", gracePeriod, signal);
            await container.Engine.SendAsync(request, cancellationToken).ConfigureAwait(false);
            return;
        }

        if (!await TrySignalAsync(container, signal, cancellationToken).ConfigureAwait(false)) return;
        try
        {
            await WaitForExitAsync(container, gracePeriod, cancellationToken).ConfigureAwait(false);
            // The process may still run. Or the engine restarted it: only the stop signal suppresses the restart policy.
            await StopAsync(container, TimeSpan.Zero, cancellationToken).ConfigureAwait(false);
        }
        catch (ContainerNotFoundException) when (container.CreationInfo is { AutoRemove: true })
        {
            // The engine removed the container when the signal ended it.
        }
    }

    /// <summary>Stops a container, and starts it again.</summary>
    /// <param name="container">The container.</param>
    /// <param name="gracePeriod">The time between the signals; null for the container's own grace period.</param>
    /// <param name="cancellationToken">Cancels the wait for the response.</param>
    /// <remarks>Engine API: <c>POST /containers/{id}/restart</c>.</remarks>
    public static Task RestartAsync(ContainerClient container, TimeSpan? gracePeriod, CancellationToken cancellationToken) =>
        SendWhenUnpausedAsync(container, StopRequest(container, "restart", gracePeriod), cancellationToken);

    /// <summary>Sends a signal to the main process of a container.</summary>
    /// <remarks>Engine API: <c>POST /containers/{id}/kill</c>.</remarks>
    public static Task KillAsync(ContainerClient container, string signal, CancellationToken cancellationToken) =>
        container.Engine.SendAsync(SignalRequest(container, "kill", signal), cancellationToken);

    // Docker stops a paused container. Podman requires that it runs.
    private static async Task SendWhenUnpausedAsync(
        ContainerClient container, EngineRequest request, CancellationToken cancellationToken)
    {
        try
        {
            await container.Engine.SendAsync(request, cancellationToken).ConfigureAwait(false);
            return;
        }
        catch (EngineApiException e) when (e.Kind == EngineErrorKind.ContainerPaused)
        {
            await container.Engine.SendAsync(container.Post("unpause", "unpause"), cancellationToken).ConfigureAwait(false);
        }

        await container.Engine.SendAsync(request, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Sends a signal. Returns false if the container is not running.</summary>
    private static async Task<bool> TrySignalAsync(ContainerClient container, string signal, CancellationToken cancellationToken)
    {
        try
        {
            await container.Engine.SendAsync(SignalRequest(container, "stop", signal), cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (EngineApiException e) when (e.Kind == EngineErrorKind.ContainerNotRunning
            || (e.StatusCode == HttpStatusCode.Conflict && e.MessageContains("is not running")))
        {
            return false;
        }
    }

    private static async Task WaitForExitAsync(ContainerClient container, TimeSpan gracePeriod, CancellationToken cancellationToken)
    {
        using var deadline = Deadline.Start(gracePeriod, container.Engine.Options.TimeProvider, cancellationToken);
        try
        {
            await ContainerCompletion.WaitAsync(container, ExitCondition.NotRunning, deadline.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (deadline.HasElapsed)
        {
            // The caller kills the process now.
        }
    }

    private static EngineRequest SignalRequest(ContainerClient container, string verb, string signal) =>
        container.Post("kill", verb) with { Query = new() { { "signal", signal } } };

    private static EngineRequest StopRequest(
        ContainerClient container, string verb, TimeSpan? gracePeriod, string? signal = null) =>
        container.Post(verb, verb) with
        {
            Query = new() { { "t", ToSeconds(gracePeriod) }, { "signal", signal } },
            // Only the engine knows the container's own grace period, so without a given one the caller's token is the
            // only limit.
            Timeout = gracePeriod is { } given && given != Timeout.InfiniteTimeSpan
                ? container.Engine.Options.RequestTimeout + given
                : Timeout.InfiniteTimeSpan,
        };

    private static long? ToSeconds(TimeSpan? gracePeriod) =>
        gracePeriod is not { } given ? null
        : given == Timeout.InfiniteTimeSpan ? -1
        : (long)Math.Ceiling(given.TotalSeconds);
}
