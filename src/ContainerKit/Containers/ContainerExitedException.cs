namespace ContainerKit;

/// <summary>A container was found exited where it had to run.</summary>
public sealed class ContainerExitedException : ContainerKitException
{
    internal ContainerExitedException(int exitCode, string logTail, string message, Exception? inner = null)
        : base(message, inner)
    {
        ExitCode = exitCode;
        LogTail = logTail;
    }

    /// <summary>The exit code of the container's process.</summary>
    public int ExitCode { get; }

    /// <summary>The last lines of its log; empty when it wrote none or they could not be read.</summary>
    public string LogTail { get; }
}
