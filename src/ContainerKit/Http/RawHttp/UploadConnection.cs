namespace ContainerKit.Http;

/// <summary>The body of an upload on its way, and the connection that has the answer to it. Disposing it ends both.</summary>
internal sealed class UploadConnection : IAsyncDisposable
{
    private readonly DuplexStream _connection;
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _sourceFailed = new();
    private readonly Task _sending;

    /// <summary>Begins to send.</summary>
    public UploadConnection(DuplexStream connection, UploadContent body)
    {
        _connection = connection;
        _sending = SendAsync(body);
    }

    /// <summary>Reads the answer while the body is sent.</summary>
    /// <exception cref="UserCallbackException">What is sent could not be read, and so there is no answer to wait for.</exception>
    public async Task<T> WithAsync<T>(Func<CancellationToken, Task<T>> read, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _sourceFailed.Token);
        try
        {
            return await read(either.Token).ConfigureAwait(false);
        }
        catch (Exception) when (_sourceFailed.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            await _sending.ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Sends no more, and returns when nothing of the caller's is read any longer.</summary>
    public async Task StopSendingAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        // What it ends in was decided by who read the answer.
        await _sending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public async ValueTask DisposeAsync()
    {
        // Nothing may be at work on the connection when it is disposed.
        await StopSendingAsync().ConfigureAwait(false);
        await _connection.DisposeAsync().ConfigureAwait(false);
        _stop.Dispose();
        _sourceFailed.Dispose();
    }

    // A connection that takes no more may still have the answer that says why; a source that fails has none to wait for.
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
