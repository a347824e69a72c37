namespace ContainerKit.Http;

/// <summary>
/// The exception that wraps an exception of a callback, so that it is not handled as a failure of the engine. It never
/// reaches the caller.
/// </summary>
internal sealed class UserCallbackException(Exception exception) : Exception(exception.Message, exception)
{
    /// <summary>The exception of the callback.</summary>
    public Exception CallbackException => InnerException!;
}
