namespace ContainerKit;

/// <summary>
/// The exception for an output that is longer than <see cref="DockerEngineOptions.MaximumOutputLength"/> and was to be held in memory.
/// </summary>
public sealed class OutputTooLongException : ContainerKitException
{
    internal OutputTooLongException(int maximumLength, string message, Exception? inner)
        : base(message, inner) => MaximumLength = maximumLength;

    /// <summary>The limit in bytes.</summary>
    public int MaximumLength { get; }
}
