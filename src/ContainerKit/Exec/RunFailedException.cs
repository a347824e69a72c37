namespace ContainerKit;

/// <summary>The exception for a foreground run whose exit code is not allowed.</summary>
public sealed class RunFailedException : ContainerKitException
{
    internal RunFailedException(ProcessResult result, string message)
        : base(message) => Result = result;

    /// <summary>The exit code and the complete output.</summary>
    public ProcessResult Result { get; }
}
