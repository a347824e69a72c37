namespace ContainerKit;

/// <summary>The exception for a name that another container, network, volume or service already has.</summary>
public sealed class NameConflictException : ContainerKitException
{
    /// <summary>Creates the exception, for a package that creates resources of another kind.</summary>
    /// <param name="name">The requested name.</param>
    /// <param name="message">The message.</param>
    /// <param name="inner">The exception that caused this one.</param>
    public NameConflictException(string name, string message, Exception? inner = null)
        : base(message, inner) => Name = name;

    /// <summary>The requested name.</summary>
    public string Name { get; }
}
