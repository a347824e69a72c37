namespace ContainerKit;

/// <summary>The registry refused the credentials, or wanted some and got none.</summary>
public sealed class RegistryAccessDeniedException : ContainerKitException
{
    internal RegistryAccessDeniedException(string image, string registry, string message, Exception? inner = null)
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
