namespace ContainerKit;

/// <summary>A container was not ready within the time that its wait had.</summary>
public sealed class WaitTimeoutException : ContainerKitException
{
    internal WaitTimeoutException(string waitedFor, TimeSpan timeout, string lastResult, string logTail, string message)
        : base(message)
    {
        WaitedFor = waitedFor;
        Timeout = timeout;
        LastResult = lastResult;
        LogTail = logTail;
    }

    /// <summary>What was waited for, as <see cref="Wait.ToString"/> has it; of several waits, the one that ran out of time.</summary>
    public string WaitedFor { get; }

    /// <summary>The timeout of the wait.</summary>
    public TimeSpan Timeout { get; }

    /// <summary>What the last look told, such as <c>nothing listens on port 80</c>; empty when there was no look.</summary>
    public string LastResult { get; }

    /// <summary>The last lines of the container's log; empty when it wrote none or they could not be read.</summary>
    public string LogTail { get; }
}
