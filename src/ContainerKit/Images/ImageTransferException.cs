namespace ContainerKit;

/// <summary>A pull, a push, a load or an import began and broke off. The engine's answer had begun with success, and carried the error in its stream.</summary>
public sealed class ImageTransferException : ContainerKitException
{
    internal ImageTransferException(string image, string message, Exception? inner = null)
        : base(message, inner) => Image = image;

    /// <summary>The reference that was pulled, pushed or imported; empty for a load, whose archive has the names.</summary>
    public string Image { get; }
}
