namespace ContainerKit.Streams;

/// <summary>
/// Runs a callback of the caller's in the middle of reading. What it throws must come out as it is: an <see cref="IOException"/> of a
/// callback that writes a file is not a broken connection.
/// </summary>
internal static class CallerCode
{
    public static void Run<T>(Action<T> callback, T value)
    {
        try
        {
            callback(value);
        }
        catch (Exception e)
        {
            throw new CallerFaultException(e);
        }
    }

    /// <inheritdoc cref="Run"/>
    public static async ValueTask RunAsync(Func<ValueTask> callback, CancellationToken cancellationToken)
    {
        try
        {
            await callback().ConfigureAwait(false);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new CallerFaultException(e);
        }
    }
}

/// <summary>Carries what a callback threw past the handlers that are meant for the engine's failures. It never leaves the library.</summary>
internal sealed class CallerFaultException(Exception thrown) : Exception(thrown.Message, thrown)
{
    public Exception Thrown => InnerException!;
}
