namespace ContainerKit;

/// <summary>The exception for an exec whose exit code is not one of <see cref="ExecSpec.AllowedExitCodes"/>.</summary>
public sealed class ExecFailedException : ContainerKitException
{
    internal ExecFailedException(ProcessResult result, string message)
        : base(message) => Result = result;

    /// <summary>The exit code and the complete output.</summary>
    public ProcessResult Result { get; }
}
