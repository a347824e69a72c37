using System.Runtime.ExceptionServices;

namespace ContainerKit.Waiting;

/// <summary>Runs the parts of a wait at the same time. The checks of all parts are over when a method returns or throws.</summary>
internal static class ParallelWaits
{
    /// <summary>Runs several waits. The first failure cancels the others.</summary>
    /// <param name="parts">The waits.</param>
    /// <param name="runAsync">Runs one of them.</param>
    /// <param name="cancellationToken">Cancels all of them.</param>
    public static async Task RunAllAsync(
        IReadOnlyList<Wait> parts, Func<Wait, CancellationToken, Task> runAsync, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        ExceptionDispatchInfo? firstFailure = null;
        await Task.WhenAll(parts.Select(RunPartAsync)).ConfigureAwait(false);
        firstFailure?.Throw();

        async Task RunPartAsync(Wait part)
        {
            try
            {
                await runAsync(part, stop.Token).ConfigureAwait(false);
            }
            catch (Exception e)
            {
                Interlocked.CompareExchange(ref firstFailure, ExceptionDispatchInfo.Capture(e), null);
                await stop.CancelAsync().ConfigureAwait(false);
            }
        }
    }

    /// <summary>Runs several waits. The first success cancels the others.</summary>
    /// <param name="whole">The wait that the waits are parts of.</param>
    /// <param name="parts">The waits.</param>
    /// <param name="runAsync">Runs one of them.</param>
    /// <param name="cancellationToken">Cancels all of them.</param>
    public static async Task RunAnyAsync(
        Wait whole, IReadOnlyList<Wait> parts, Func<Wait, CancellationToken, Task> runAsync, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var hasSucceeded = false;
        ExceptionDispatchInfo? fault = null;
        var failures = await Task.WhenAll(parts.Select(RunPartAsync)).ConfigureAwait(false);
        if (hasSucceeded) return;
        fault?.Throw();
        throw CombineFailures(whole, failures.OfType<WaitOutcomeException>().ToList());

        async Task<WaitOutcomeException?> RunPartAsync(Wait part)
        {
            try
            {
                await runAsync(part, stop.Token).ConfigureAwait(false);
                hasSucceeded = true;
            }
            catch (WaitOutcomeException e)
            {
                // The other parts may still succeed.
                return e;
            }
            catch (Exception e)
            {
                Interlocked.CompareExchange(ref fault, ExceptionDispatchInfo.Capture(e), null);
            }

            await stop.CancelAsync().ConfigureAwait(false);
            return null;
        }
    }

    // The exit of the container is the most useful of several reasons, then an impossible condition, then a timeout.
    private static WaitOutcomeException CombineFailures(Wait whole, List<WaitOutcomeException> failures)
    {
        if (failures.Find(failure => failure.Outcome == WaitOutcome.Exited) is { } exited)
            return WaitOutcomeException.Exited(whole, exited.Details!, exited.Message);
        var impossible = failures.Where(failure => failure.Outcome == WaitOutcome.Impossible).ToList();
        return impossible.Count > 0
            ? WaitOutcomeException.Impossible(
                whole,
                string.Join("; ", impossible.Select(failure => $"{failure.Wait.Description}: {failure.Message}")),
                impossible[0].InnerException)
            : WaitOutcomeException.TimedOut(whole);
    }
}
