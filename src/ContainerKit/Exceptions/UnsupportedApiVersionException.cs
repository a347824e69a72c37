namespace ContainerKit;

/// <summary>
/// The exception for an engine whose API version is too old for the library or for a requested feature.
/// </summary>
public sealed class UnsupportedApiVersionException : ContainerKitException
{
    internal UnsupportedApiVersionException(string message, Version required, Version actual)
        : base(message)
    {
        Required = required;
        Actual = actual;
    }

    /// <summary>The lowest API version that is required.</summary>
    public Version Required { get; }

    /// <summary>The newest API version of the engine.</summary>
    public Version Actual { get; }
}
