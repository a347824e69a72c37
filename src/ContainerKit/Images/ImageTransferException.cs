namespace ContainerKit;

/// <summary>
/// The exception for a pull, push, load or import that failed after it had started. The engine reports such an error in
/// the response stream, after a success status.
/// </summary>
public sealed class ImageTransferException : ContainerKitException
{
    internal ImageTransferException(string image, string message, Exception? inner = null)
        : base(message, inner) => Image = image;

    /// <summary>
    /// The reference that was pulled, pushed or imported. Empty for a load, because the archive contains the names.
    /// </summary>
    public string Image { get; }
}
