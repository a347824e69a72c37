namespace ContainerKit.Waiting;

/// <summary>
/// Carries out of a wait why it ended in vain. It becomes one of the public errors once all looks have ended and the container's own
/// account has been fetched, and never leaves the library.
/// </summary>
internal sealed class WaitOutcomeException : Exception
{
    private WaitOutcomeException(WaitOutcome end, Wait wait, string reason, Exception? inner = null)
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

    public static WaitOutcomeException TimedOut(Wait wait) => new(WaitOutcome.TimedOut, wait, "");

    public static WaitOutcomeException Impossible(Wait wait, string reason, Exception? inner = null) => new(WaitOutcome.Impossible, wait, reason, inner);

    public static WaitOutcomeException Exited(Wait wait, ContainerDetails details, string reason = "") =>
        new(WaitOutcome.Exited, wait, reason) { Details = details };
}
