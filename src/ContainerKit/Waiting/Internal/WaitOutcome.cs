namespace ContainerKit.Waiting;

/// <summary>The reasons for which a wait fails.</summary>
internal enum WaitOutcome
{
    /// <summary>The timeout has elapsed.</summary>
    TimedOut,

    /// <summary>The condition can never be met.</summary>
    Impossible,

    /// <summary>The container has exited.</summary>
    Exited,
}
