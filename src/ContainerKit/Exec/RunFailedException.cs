namespace ContainerKit;

/// <summary>A foreground run ended with an exit code that was not allowed.</summary>
public sealed class RunFailedException : ContainerKitException
{
    internal RunFailedException(ProcessResult result, string message)
        : base(message) => Result = result;

    /// <summary>The exit code and the whole output.</summary>
    public ProcessResult Result { get; }
}
