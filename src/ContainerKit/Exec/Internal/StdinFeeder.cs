using System.Net.Sockets;
using System.Runtime.ExceptionServices;
using ContainerKit.Http;

namespace ContainerKit.Exec;

/// <summary>
/// Writes a process's standard input while its output is read: a process that waits for its output to be taken would never read on, and
/// one that never reads must not block us. When the output ends, so does the feeding.
/// </summary>
internal sealed class StdinFeeder(HijackedStream connection, ProcessInput? input)
{
    public async Task FeedWhileAsync(Func<CancellationToken, Task> read, CancellationToken cancellationToken)
    {
        if (input is null)
        {
            await read(cancellationToken).ConfigureAwait(false);
            return;
        }

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var outputEnded = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        ExceptionDispatchInfo? sourceFailure = null;
        var feeding = FeedAsync();
        try
        {
            await read(stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (sourceFailure is not null && !cancellationToken.IsCancellationRequested)
        {
            sourceFailure.Throw();
        }
        finally
        {
            await outputEnded.CancelAsync().ConfigureAwait(false);
            await feeding.ConfigureAwait(false);
        }

        async Task FeedAsync()
        {
            try
            {
                await CopyAsync(outputEnded.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (outputEnded.IsCancellationRequested)
            {
                // The process is gone, or nobody waits for it any more; what it did not read it will not read.
            }
            catch (Exception e)
            {
                sourceFailure = ExceptionDispatchInfo.Capture(e);
                await stop.CancelAsync().ConfigureAwait(false);
            }
        }
    }

    private async Task CopyAsync(CancellationToken cancellationToken)
    {
        var source = input!.Open();
        try
        {
            var buffer = new byte[64 * 1024];
            int read;
            // Only what the caller's own stream throws is the caller's failure.
            while ((read = await source.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
            {
                if (!await TryWriteAsync(() => connection.WriteAsync(buffer.AsMemory(0, read), cancellationToken)).ConfigureAwait(false)) return;
            }

            await TryWriteAsync(() =>
            {
                connection.CloseWrite();
                return ValueTask.CompletedTask;
            }).ConfigureAwait(false);
        }
        finally
        {
            if (input.IsOwned) await source.DisposeAsync().ConfigureAwait(false);
        }
    }

    // A process may close its stdin, or end, before it has read everything; that is no error, and its exit code tells how it went.
    private static async Task<bool> TryWriteAsync(Func<ValueTask> write)
    {
        try
        {
            await write().ConfigureAwait(false);
            return true;
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException)
        {
            return false;
        }
    }
}
