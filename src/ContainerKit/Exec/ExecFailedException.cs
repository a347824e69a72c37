namespace ContainerKit;

/// <summary>An exec ended with an exit code that its <see cref="ExecSpec.AllowedExitCodes"/> do not hold.</summary>
public sealed class ExecFailedException : ContainerKitException
{
    internal ExecFailedException(ProcessResult result, string message)
        : base(message) => Result = result;

    /// <summary>The exit code and the whole output.</summary>
    public ProcessResult Result { get; }
}
