namespace ContainerKit.Waiting;

/// <summary>
/// The reason why a wait failed, inside this library. <see cref="WaitReport"/> turns it into a public exception when all
/// checks are over and the state of the container has been requested.
/// </summary>
internal sealed class WaitOutcomeException : Exception
{
    private WaitOutcomeException(WaitOutcome outcome, Wait wait, string reason, Exception? inner = null)
        : base(reason, inner)
    {
        Outcome = outcome;
        Wait = wait;
    }

    public WaitOutcome Outcome { get; }

    /// <summary>The wait that failed; it may be a part of another one.</summary>
    public Wait Wait { get; }

    /// <summary>The details of the container after its exit; null for another outcome.</summary>
    public ContainerDetails? Details { get; private init; }

    public static WaitOutcomeException TimedOut(Wait wait) => new(WaitOutcome.TimedOut, wait, "");

    public static WaitOutcomeException Impossible(Wait wait, string reason, Exception? inner = null) =>
        new(WaitOutcome.Impossible, wait, reason, inner);

    public static WaitOutcomeException Exited(Wait wait, ContainerDetails details, string reason = "") =>
        new(WaitOutcome.Exited, wait, reason) { Details = details };
}
