namespace ContainerKit.Http;

/// <summary>Carries what a callback threw past the handlers that are meant for the engine's failures. It never leaves the library.</summary>
internal sealed class UserCallbackException(Exception thrown) : Exception(thrown.Message, thrown)
{
    public Exception CallbackException => InnerException!;
}
