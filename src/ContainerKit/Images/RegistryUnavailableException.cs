namespace ContainerKit;

/// <summary>The exception for a registry that the engine could not reach.</summary>
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

    /// <summary>The host of the registry, with its port if it has one.</summary>
    public string Registry { get; }
}
