namespace ContainerKit;

/// <summary>
/// A chain did its work, but something it had made for itself could not be removed afterwards.
/// <see cref="ContainerKitException.LeftBehind"/> names it.
/// </summary>
public sealed class CleanupFailedException : ContainerKitException
{
    internal CleanupFailedException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
