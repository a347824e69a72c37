namespace ContainerKit;

/// <summary>The exception for a container that has exited although the operation requires it to run.</summary>
public sealed class ContainerExitedException : ContainerKitException
{
    /// <summary>
    /// Creates the exception. The constructor is public for packages that extend the library with operations on containers.
    /// </summary>
    /// <param name="exitCode">The exit code of the container's process.</param>
    /// <param name="logTail">
    /// The last lines of the log, as <see cref="Container.ReadLogTailAsync"/> returns them. Empty for none.
    /// </param>
    /// <param name="message">The message: the failed operation, the container, the cause and a hint.</param>
    /// <param name="inner">The cause; null for none.</param>
    public ContainerExitedException(int exitCode, string logTail, string message, Exception? inner = null)
        : base(message, inner)
    {
        ArgumentNullException.ThrowIfNull(logTail);
        ExitCode = exitCode;
        LogTail = logTail;
    }

    /// <summary>The exit code of the container's process.</summary>
    public int ExitCode { get; }

    /// <summary>
    /// The last lines of the container's log, at most 50. Empty if there are none or the log could not be read.
    /// </summary>
    public string LogTail { get; }
}
