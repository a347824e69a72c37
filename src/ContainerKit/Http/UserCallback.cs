namespace ContainerKit.Http;

/// <summary>
/// Runs a callback of the caller while a response is read. An exception of the callback reaches the caller unchanged:
/// an <see cref="IOException"/> of a callback that writes a file does not mean that the connection failed.
/// </summary>
internal static class UserCallback
{
    /// <summary>Runs the callback.</summary>
    /// <exception cref="UserCallbackException">The callback threw.</exception>
    public static void Run<T>(Action<T> callback, T value)
    {
        try
        {
            callback(value);
        }
        catch (Exception e)
        {
            throw new UserCallbackException(e);
        }
    }

    /// <summary>Runs an asynchronous callback.</summary>
    /// <param name="callback">The callback.</param>
    /// <param name="cancellationToken">The token that the callback observes. A cancellation by it is not a failure.</param>
    /// <exception cref="UserCallbackException">The callback threw.</exception>
    public static async Task RunAsync(Func<Task> callback, CancellationToken cancellationToken)
    {
        try
        {
            await callback().ConfigureAwait(false);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new UserCallbackException(e);
        }
    }
}
