namespace ContainerKit;

/// <summary>The exception for a container that was not ready within the timeout of a wait.</summary>
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

    /// <summary>The wait that timed out, as <see cref="Wait.ToString"/> describes it. Of several waits, the one that timed out.</summary>
    public string WaitedFor { get; }

    /// <summary>The timeout of the wait.</summary>
    public TimeSpan Timeout { get; }

    /// <summary>
    /// The result of the last check, such as <c>nothing listens on port 80</c>. Empty if no check was completed.
    /// </summary>
    public string LastResult { get; }

    /// <summary>The last lines of the container's log. Empty if the container wrote none or the log could not be read.</summary>
    public string LogTail { get; }
}
