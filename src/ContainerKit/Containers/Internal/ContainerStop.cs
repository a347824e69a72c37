using System.Net;
using ContainerKit.Http;

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
    public static Task StopAsync(ContainerClient container, TimeSpan? gracePeriod, CancellationToken cancellationToken) =>
        container.Engine.SendAsync(Request(container, "stop", gracePeriod), cancellationToken);

    /// <remarks>Engine API: <c>POST /containers/{id}/stop</c>, or <c>/kill</c> and <c>/wait</c> before it.</remarks>
    public static async Task StopAsync(ContainerClient container, string signal, TimeSpan gracePeriod, CancellationToken cancellationToken)
    {
        if (await container.Engine.GetApiVersionAsync(cancellationToken).ConfigureAwait(false) >= _takesSignal)
        {
            await container.Engine.SendAsync(Request(container, "stop", gracePeriod, signal), cancellationToken).ConfigureAwait(false);
            return;
        }

        if (!await TrySignalAsync(container, signal, cancellationToken).ConfigureAwait(false)) return;
        await WaitAsync(container, gracePeriod, cancellationToken).ConfigureAwait(false);
        // It may be there still; or the engine may have started it again, for a signal that is not its stop signal is no stop.
        await StopAsync(container, TimeSpan.Zero, cancellationToken).ConfigureAwait(false);
    }

    /// <param name="gracePeriod">Null for the container's own.</param>
    /// <remarks>Engine API: <c>POST /containers/{id}/restart</c>.</remarks>
    public static Task RestartAsync(ContainerClient container, TimeSpan? gracePeriod, CancellationToken cancellationToken) =>
        container.Engine.SendAsync(Request(container, "restart", gracePeriod), cancellationToken);

    private static async Task<bool> TrySignalAsync(ContainerClient container, string signal, CancellationToken cancellationToken)
    {
        try
        {
            await container.Engine.SendAsync(
                container.Post("kill", "stop") with { Query = new() { { "signal", signal } } }, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (EngineApiException e) when (e.StatusCode == HttpStatusCode.Conflict && e.Says("is not running"))
        {
            return false;
        }
    }

    private static async Task WaitAsync(ContainerClient container, TimeSpan gracePeriod, CancellationToken cancellationToken)
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

    private static EngineRequest Request(ContainerClient container, string verb, TimeSpan? gracePeriod, string? signal = null) => container.Post(verb, verb) with
    {
        Query = new() { { "t", Seconds(gracePeriod) }, { "signal", signal } },
        // Without a grace period of the caller, the container's own applies. Only the engine knows it, so the caller's token is the bound.
        Timeout = gracePeriod is { } given && given != Timeout.InfiniteTimeSpan ? container.Engine.Options.RequestTimeout + given : Timeout.InfiniteTimeSpan,
    };

    private static long? Seconds(TimeSpan? gracePeriod) => gracePeriod is not { } given ? null
        : given == Timeout.InfiniteTimeSpan ? -1
        : (long)Math.Ceiling(given.TotalSeconds);
}
