namespace ContainerKit;

/// <summary>The engine could not reach the registry.</summary>
public sealed class RegistryUnavailableException : ContainerKitException
{
    internal RegistryUnavailableException(string image, string registry, string message, Exception? inner = null)
        : base(message, inner)
    {
        Image = image;
        Registry = registry;
    }

    /// <summary>The reference that was pulled or pushed.</summary>
    public string Image { get; }

    /// <summary>The registry's host, with its port where it has one.</summary>
    public string Registry { get; }
}
