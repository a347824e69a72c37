namespace ContainerKit;

/// <summary>The image is not on the engine and was not found in its registry.</summary>
public sealed class ImageNotFoundException : ContainerKitException
{
    internal ImageNotFoundException(string image, string message, Exception? inner = null)
        : base(message, inner) => Image = image;

    /// <summary>The reference that was asked for.</summary>
    public string Image { get; }
}
