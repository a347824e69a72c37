namespace ContainerKit;

/// <summary>Something was to be sent to a process that has ended.</summary>
public sealed class ProcessExitedException : ContainerKitException
{
    internal ProcessExitedException(int? exitCode, string message, Exception? inner = null)
        : base(message, inner) => ExitCode = exitCode;

    /// <summary>Its exit code; null where nobody could tell.</summary>
    public int? ExitCode { get; }
}
