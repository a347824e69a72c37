namespace ContainerKit.Http;

/// <summary>
/// A connection on which the body of an upload is sent while the response is read. Disposing it stops both.
/// </summary>
internal sealed class UploadConnection : IAsyncDisposable
{
    private readonly DuplexStream _connection;
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _sourceFailed = new();
    private readonly Task _sending;

    /// <summary>Starts to send the body.</summary>
    public UploadConnection(DuplexStream connection, UploadContent body)
    {
        _connection = connection;
        // Writes that block their thread for moments need one that does not belong to the pool.
        _sending = connection is BlockingSocketStream
            ? Task.Factory.StartNew(
                () => SendAsync(body), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap()
            : SendAsync(body);
    }

    /// <summary>Reads from the response while the body is sent.</summary>
    /// <exception cref="UserCallbackException">The source of the body failed, so the engine will send no
    /// response.</exception>
    public async Task<T> ReadWhileSendingAsync<T>(Func<CancellationToken, Task<T>> read, CancellationToken cancellationToken)
    {
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _sourceFailed.Token);
        try
        {
            return await read(linked.Token).ConfigureAwait(false);
        }
        catch (Exception) when (_sourceFailed.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            await _sending.ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Stops sending, and returns when the caller's source is no longer read.</summary>
    public async Task StopSendingAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        // A failure to send is ignored here: the response decides the outcome.
        await _sending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public async ValueTask DisposeAsync()
    {
        // The connection must not be in use when it is disposed.
        await StopSendingAsync().ConfigureAwait(false);
        await _connection.DisposeAsync().ConfigureAwait(false);
        _stop.Dispose();
        _sourceFailed.Dispose();
    }

    // After a failure to write, the response may still explain the reason. After a failure of the source there will be
    // none.
    private async Task SendAsync(UploadContent body)
    {
        try
        {
            await body.SendAsync(_connection, _stop.Token).ConfigureAwait(false);
        }
        catch (UserCallbackException)
        {
            await _sourceFailed.CancelAsync().ConfigureAwait(false);
            throw;
        }
    }
}
