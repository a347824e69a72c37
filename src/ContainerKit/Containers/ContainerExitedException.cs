namespace ContainerKit;

/// <summary>The exception for a container that has exited although the operation requires it to run.</summary>
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

    /// <summary>The last lines of the container's log. Empty if there are none or the log could not be read.</summary>
    public string LogTail { get; }
}
