using System.Runtime.ExceptionServices;

namespace ContainerKit.Waiting;

/// <summary>All of several at once; the first that fails ends the others.</summary>
internal sealed class AllWait(Wait[] parts) : Wait($"all of ({string.Join("; ", parts.AsEnumerable())})", hasTimeout: false)
{
    internal override IReadOnlyList<Wait> Parts => parts;

    internal override async Task WaitAsync(WaitSession session, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        ExceptionDispatchInfo? first = null;
        // Their looks have to be over before this is.
        await Task.WhenAll(parts.Select(WatchAsync)).ConfigureAwait(false);
        first?.Throw();

        async Task WatchAsync(Wait part)
        {
            try
            {
                await session.RunAsync(part, stop.Token).ConfigureAwait(false);
            }
            catch (Exception e)
            {
                Interlocked.CompareExchange(ref first, ExceptionDispatchInfo.Capture(e), null);
                await stop.CancelAsync().ConfigureAwait(false);
            }
        }
    }
}
