namespace ContainerKit;

/// <summary>
/// The exception for resources that could not be removed: either temporary resources of a plan that otherwise
/// succeeded, or resources whose removal was requested. <see cref="ContainerKitException.RemainingResources"/> lists
/// them; the message and the inner exception contain the reasons. The result of such a plan is removed too, because the
/// caller does not receive it. It is kept only with <c>KeepOnFailure</c>. Named images are always kept.
/// </summary>
public sealed class CleanupFailedException : ContainerKitException
{
    internal CleanupFailedException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
