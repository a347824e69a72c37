namespace ContainerKit;

/// <summary>An image could not be removed, since something needs it: containers that are made from it, images that are, or its other names.</summary>
public sealed class ImageInUseException : ContainerKitException
{
    internal ImageInUseException(string image, IReadOnlyList<string> containers, string message, Exception? inner = null)
        : base(message, inner)
    {
        Image = image;
        Containers = containers;
    }

    /// <summary>The reference that was to be removed.</summary>
    public string Image { get; }

    /// <summary>The names of the containers that are made from it; empty when it is something else that needs it.</summary>
    public IReadOnlyList<string> Containers { get; }
}
