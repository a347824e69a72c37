namespace ContainerKit;

/// <summary>
/// The exception for a wait that can never succeed: the container is unhealthy, it has no health check, or a port cannot be reached.
/// A container that exits during the wait is reported as <see cref="ContainerExitedException"/>.
/// </summary>
public sealed class WaitFailedException : ContainerKitException
{
    internal WaitFailedException(string waitedFor, string reason, string logTail, string message, Exception? inner = null)
        : base(message, inner)
    {
        WaitedFor = waitedFor;
        Reason = reason;
        LogTail = logTail;
    }

    /// <summary>The wait that failed, as <see cref="Wait.ToString"/> describes it. Of several waits, the one that failed.</summary>
    public string WaitedFor { get; }

    /// <summary>The reason why the wait cannot succeed.</summary>
    public string Reason { get; }

    /// <summary>The last lines of the container's log. Empty if the container wrote none or the log could not be read.</summary>
    public string LogTail { get; }
}
