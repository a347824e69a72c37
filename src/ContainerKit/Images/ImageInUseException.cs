namespace ContainerKit;

/// <summary>
/// The exception for an image that cannot be removed because it is in use: containers or other images are based on it,
/// or it has several names.
/// </summary>
public sealed class ImageInUseException : ContainerKitException
{
    internal ImageInUseException(string image, IReadOnlyList<string> containers, string message, Exception? inner = null)
        : base(message, inner)
    {
        Image = image;
        Containers = containers;
    }

    /// <summary>The reference of the image.</summary>
    public string Image { get; }

    /// <summary>
    /// The names of the containers that are based on the image. Empty if the image is in use for another reason.
    /// </summary>
    public IReadOnlyList<string> Containers { get; }
}
