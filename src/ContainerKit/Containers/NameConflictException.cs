namespace ContainerKit;

/// <summary>The exception for a name that another container, network or volume already has.</summary>
public sealed class NameConflictException : ContainerKitException
{
    internal NameConflictException(string name, string message, Exception? inner = null)
        : base(message, inner) => Name = name;

    /// <summary>The requested name.</summary>
    public string Name { get; }
}
