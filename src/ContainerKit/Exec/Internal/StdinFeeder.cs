using System.Net.Sockets;
using System.Runtime.ExceptionServices;
using ContainerKit.Http;

namespace ContainerKit.Exec;

/// <summary>
/// Writes the standard input of a process while its output is read. Both run at the same time: a process whose output
/// is not read stops reading its input, and a process that never reads its input must not block the caller. Feeding
/// stops when the output ends.
/// </summary>
internal sealed class StdinFeeder(HijackedStream connection, ProcessInput? input)
{
    /// <summary>Indicates whether the whole input was written.</summary>
    public bool IsComplete { get; private set; } = input is null;

    /// <summary>Writes the input while <paramref name="read"/> reads the output.</summary>
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
                // The output has ended or the caller canceled, so the rest of the input is not needed.
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
            // Exceptions of the caller's stream reach the caller. Exceptions of the connection do not.
            while ((read = await source.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
            {
                var bytes = buffer.AsMemory(0, read);
                if (!await TryWriteAsync(() => connection.WriteAsync(bytes, cancellationToken)).ConfigureAwait(false)) return;
            }

            IsComplete = await TryWriteAsync(() =>
            {
                connection.CloseWrite();
                return ValueTask.CompletedTask;
            }).ConfigureAwait(false);
        }
        finally
        {
            if (input.IsRepeatable) await source.DisposeAsync().ConfigureAwait(false);
        }
    }

    // A process may close its stdin or exit before it has read everything. That is not an error.
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
