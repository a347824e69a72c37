namespace ContainerKit;

/// <summary>
/// A chain did its work, but something it had made for itself could not be removed afterwards; or something that was to be removed could not be.
/// <see cref="ContainerKitException.RemainingResources"/> names it, the message and the inner exception tell why. What such a chain would have handed
/// back is removed as well, since nobody gets it, unless it was to keep on failure; images that it named stay.
/// </summary>
public sealed class CleanupFailedException : ContainerKitException
{
    internal CleanupFailedException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
