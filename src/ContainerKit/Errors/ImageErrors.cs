namespace ContainerKit;

/// <summary>The image is not on the engine and was not found in its registry.</summary>
public sealed class ImageNotFoundException : ContainerKitException
{
    internal ImageNotFoundException(string image, string message, Exception? inner = null)
        : base(message, inner) => Image = image;

    /// <summary>The reference that was asked for.</summary>
    public string Image { get; }
}

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

/// <summary>The registry refused the credentials, or wanted some and got none.</summary>
public sealed class RegistryDeniedException : ContainerKitException
{
    internal RegistryDeniedException(string image, string registry, string message, Exception? inner = null)
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

/// <summary>A pull, a push, a load or an import began and broke off. The engine's answer had begun with success, and carried the error in its stream.</summary>
public sealed class ImageTransferException : ContainerKitException
{
    internal ImageTransferException(string image, string message, Exception? inner = null)
        : base(message, inner) => Image = image;

    /// <summary>The reference that was pulled, pushed or imported; empty for a load, whose archive has the names.</summary>
    public string Image { get; }
}
