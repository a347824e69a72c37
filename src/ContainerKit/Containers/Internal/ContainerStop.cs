using System.Net;

namespace ContainerKit.Containers;

/// <summary>Ends a container's process: politely, and then not.</summary>
internal static class ContainerStop
{
    private static readonly Version _takesSignal = new(1, 42);

    /// <exception cref="ArgumentOutOfRangeException">It is negative, and not infinite.</exception>
    public static void Check(TimeSpan gracePeriod)
    {
        if (gracePeriod != Timeout.InfiniteTimeSpan) ArgumentOutOfRangeException.ThrowIfLessThan(gracePeriod, TimeSpan.Zero);
    }

    /// <param name="gracePeriod">Null for the container's own.</param>
    /// <remarks>Engine API: <c>POST /containers/{id}/stop</c>.</remarks>
    public static Task StopAsync(Container container, TimeSpan? gracePeriod, CancellationToken cancellationToken) =>
        container.PostAsync("stop", "stop" + Query(gracePeriod), null, Limit(container, gracePeriod), cancellationToken);

    /// <remarks>Engine API: <c>POST /containers/{id}/stop</c>, or <c>/kill</c> and <c>/wait</c> before it.</remarks>
    public static async Task StopAsync(Container container, string signal, TimeSpan gracePeriod, CancellationToken cancellationToken)
    {
        if (await container.Engine.ApiVersionAsync(cancellationToken).ConfigureAwait(false) >= _takesSignal)
        {
            var path = $"stop{Query(gracePeriod)}&signal={Uri.EscapeDataString(signal)}";
            await container.PostAsync("stop", path, null, Limit(container, gracePeriod), cancellationToken).ConfigureAwait(false);
            return;
        }

        if (!await TrySignalAsync(container, signal, cancellationToken).ConfigureAwait(false)) return;
        await WaitAsync(container, gracePeriod, cancellationToken).ConfigureAwait(false);
        // It may be there still; or the engine may have started it again, for a signal that is not its stop signal is no stop.
        await StopAsync(container, TimeSpan.Zero, cancellationToken).ConfigureAwait(false);
    }

    /// <param name="gracePeriod">Null for the container's own.</param>
    /// <remarks>Engine API: <c>POST /containers/{id}/restart</c>.</remarks>
    public static Task RestartAsync(Container container, TimeSpan? gracePeriod, CancellationToken cancellationToken) =>
        container.PostAsync("restart", "restart" + Query(gracePeriod), null, Limit(container, gracePeriod), cancellationToken);

    private static async Task<bool> TrySignalAsync(Container container, string signal, CancellationToken cancellationToken)
    {
        try
        {
            await container.PostAsync("stop", $"kill?signal={Uri.EscapeDataString(signal)}", cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (EngineApiException e) when (e.StatusCode == HttpStatusCode.Conflict && e.Says("is not running"))
        {
            return false;
        }
    }

    private static async Task WaitAsync(Container container, TimeSpan gracePeriod, CancellationToken cancellationToken)
    {
        using var over = new CancellationTokenSource(gracePeriod, container.Engine.Options.TimeProvider);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, over.Token);
        try
        {
            await ContainerCompletion.WaitAsync(container, ExitCondition.NotRunning, both.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            // The grace period is over; what follows kills.
        }
    }

    private static string Query(TimeSpan? gracePeriod) => gracePeriod is not { } given ? ""
        : given == Timeout.InfiniteTimeSpan ? "?t=-1"
        : $"?t={(int)Math.Ceiling(given.TotalSeconds)}";

    // What a container was made with is only the engine's to know; it keeps to it, and the caller's token bounds the waiting.
    private static TimeSpan Limit(Container container, TimeSpan? gracePeriod) =>
        gracePeriod is { } given && given != Timeout.InfiniteTimeSpan ? container.Engine.Options.RequestTimeout + given : Timeout.InfiniteTimeSpan;
}
