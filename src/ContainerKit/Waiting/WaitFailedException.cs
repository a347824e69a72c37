namespace ContainerKit;

/// <summary>
/// What was waited for cannot come true: the container is unhealthy, its image has no health check, a port can be reached from nowhere. A
/// container that ended during its wait is a <see cref="ContainerExitedException"/>.
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

    /// <summary>What was waited for, as <see cref="Wait.ToString"/> has it; of several waits, the one that failed.</summary>
    public string WaitedFor { get; }

    /// <summary>Why it cannot come true.</summary>
    public string Reason { get; }

    /// <summary>The last lines of the container's log; empty when it wrote none or they could not be read.</summary>
    public string LogTail { get; }
}
