namespace ContainerKit;

/// <summary>The exception for an image that is neither on the engine nor in its registry.</summary>
public sealed class ImageNotFoundException : ContainerKitException
{
    internal ImageNotFoundException(string image, string message, Exception? inner = null)
        : base(message, inner) => Image = image;

    /// <summary>The requested reference.</summary>
    public string Image { get; }
}
