namespace ContainerKit.Waiting;

/// <summary>
/// Carries out of a wait why it ended in vain. It becomes one of the public errors once all looks have ended and the container's own
/// account has been fetched, and never leaves the library.
/// </summary>
internal sealed class WaitEndedException : Exception
{
    private WaitEndedException(WaitOutcome end, Wait wait, string reason, Exception? inner = null)
        : base(reason, inner)
    {
        End = end;
        Wait = wait;
    }

    public WaitOutcome End { get; }

    /// <summary>The one that failed, perhaps among several.</summary>
    public Wait Wait { get; }

    /// <summary>What the engine said of the container that has ended.</summary>
    public ContainerDetails? Details { get; private init; }

    public static WaitEndedException TimedOut(Wait wait) => new(WaitOutcome.TimedOut, wait, "");

    public static WaitEndedException Refused(Wait wait, string reason, Exception? inner = null) => new(WaitOutcome.Impossible, wait, reason, inner);

    public static WaitEndedException Exited(Wait wait, ContainerDetails details, string reason = "") =>
        new(WaitOutcome.Exited, wait, reason) { Details = details };
}
