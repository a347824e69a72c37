using System.Runtime.ExceptionServices;

namespace ContainerKit.Waiting;

/// <summary>Runs several waits at the same time. The first failure cancels the others.</summary>
internal sealed class AllWait(Wait[] parts) : Wait($"all of ({string.Join("; ", parts.AsEnumerable())})", hasTimeout: false)
{
    internal override IReadOnlyList<Wait> Parts => parts;

    internal override async Task WaitAsync(WaitSession session, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        ExceptionDispatchInfo? firstFailure = null;
        // The checks of all parts have to be over before this method returns.
        await Task.WhenAll(parts.Select(RunPartAsync)).ConfigureAwait(false);
        firstFailure?.Throw();

        async Task RunPartAsync(Wait part)
        {
            try
            {
                await session.RunAsync(part, stop.Token).ConfigureAwait(false);
            }
            catch (Exception e)
            {
                Interlocked.CompareExchange(ref firstFailure, ExceptionDispatchInfo.Capture(e), null);
                await stop.CancelAsync().ConfigureAwait(false);
            }
        }
    }
}
