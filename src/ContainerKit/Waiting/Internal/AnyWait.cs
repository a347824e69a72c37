using System.Runtime.ExceptionServices;

namespace ContainerKit.Waiting;

/// <summary>Runs several waits at the same time. The first success cancels the others.</summary>
internal sealed class AnyWait(Wait[] parts) : Wait($"any of ({string.Join("; ", parts.AsEnumerable())})", hasTimeout: false)
{
    internal override IReadOnlyList<Wait> Parts => parts;

    internal override async Task WaitAsync(WaitSession session, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var hasSucceeded = false;
        ExceptionDispatchInfo? fault = null;
        var failures = await Task.WhenAll(parts.Select(RunPartAsync)).ConfigureAwait(false);
        if (hasSucceeded) return;
        fault?.Throw();
        throw CombineFailures(failures.OfType<WaitOutcomeException>().ToList());

        async Task<WaitOutcomeException?> RunPartAsync(Wait part)
        {
            try
            {
                await session.RunAsync(part, stop.Token).ConfigureAwait(false);
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
    private WaitOutcomeException CombineFailures(List<WaitOutcomeException> failures)
    {
        if (failures.Find(failure => failure.Outcome == WaitOutcome.Exited) is { } exited)
            return WaitOutcomeException.Exited(this, exited.Details!, exited.Message);
        var impossible = failures.Where(failure => failure.Outcome == WaitOutcome.Impossible).ToList();
        return impossible.Count > 0
            ? WaitOutcomeException.Impossible(
                this,
                string.Join("; ", impossible.Select(failure => $"{failure.Wait.Description}: {failure.Message}")),
                impossible[0].InnerException)
            : WaitOutcomeException.TimedOut(this);
    }
}
