namespace ContainerKit;

/// <summary>The engine's API is older than what the library or the asked-for feature needs.</summary>
public sealed class UnsupportedApiVersionException : ContainerKitException
{
    internal UnsupportedApiVersionException(string message, Version required, Version actual)
        : base(message)
    {
        Required = required;
        Actual = actual;
    }

    /// <summary>The lowest API version that would do.</summary>
    public Version Required { get; }

    /// <summary>The newest API version the engine speaks.</summary>
    public Version Actual { get; }
}
