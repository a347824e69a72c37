namespace ContainerKit;

/// <summary>Another container, network or volume has the name already.</summary>
public sealed class NameConflictException : ContainerKitException
{
    internal NameConflictException(string name, string message, Exception? inner = null)
        : base(message, inner) => Name = name;

    /// <summary>The name that was asked for.</summary>
    public string Name { get; }
}
