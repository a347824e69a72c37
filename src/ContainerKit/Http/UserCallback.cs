namespace ContainerKit.Http;

/// <summary>
/// Runs a callback of the caller's in the middle of reading. What it throws must come out as it is: an <see cref="IOException"/> of a
/// callback that writes a file is not a broken connection.
/// </summary>
internal static class UserCallback
{
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
