namespace ContainerKit;

/// <summary>The exception for sending input to a process that has exited.</summary>
public sealed class ProcessExitedException : ContainerKitException
{
    internal ProcessExitedException(int? exitCode, string message, Exception? inner = null)
        : base(message, inner) => ExitCode = exitCode;

    /// <summary>The exit code of the process; null if it is not known.</summary>
    public int? ExitCode { get; }
}
