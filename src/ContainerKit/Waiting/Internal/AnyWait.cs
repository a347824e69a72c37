using System.Runtime.ExceptionServices;

namespace ContainerKit.Waiting;

/// <summary>Any of several at once; the first that comes true ends the others.</summary>
internal sealed class AnyWait(Wait[] parts) : Wait($"any of ({string.Join("; ", parts.AsEnumerable())})", hasTimeout: false)
{
    internal override IReadOnlyList<Wait> Parts => parts;

    internal override async Task WaitAsync(WaitSession session, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var isTrue = false;
        ExceptionDispatchInfo? fault = null;
        var outcomes = await Task.WhenAll(parts.Select(WatchAsync)).ConfigureAwait(false);
        if (isTrue) return;
        fault?.Throw();
        throw CombineFailures(outcomes);

        async Task<WaitOutcomeException?> WatchAsync(Wait part)
        {
            try
            {
                await session.RunAsync(part, stop.Token).ConfigureAwait(false);
                isTrue = true;
            }
            catch (WaitOutcomeException e)
            {
                // The others may still come true.
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

    // That the container ended says more than that somebody's time ran out, and so does what can never come true.
    private WaitOutcomeException CombineFailures(IReadOnlyList<WaitOutcomeException?> outcomes)
    {
        var ends = outcomes.OfType<WaitOutcomeException>().ToList();
        if (ends.Find(end => end.End == WaitOutcome.Exited) is { } exited) return WaitOutcomeException.Exited(this, exited.Details!, exited.Message);
        var refusals = ends.Where(end => end.End == WaitOutcome.Impossible).ToList();
        return refusals.Count > 0
            ? WaitOutcomeException.Impossible(this, string.Join("; ", refusals.Select(end => $"{end.Wait.Description}: {end.Message}")), refusals[0].InnerException)
            : WaitOutcomeException.TimedOut(this);
    }
}
