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
}
