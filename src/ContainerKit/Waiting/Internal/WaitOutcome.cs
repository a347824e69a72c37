namespace ContainerKit.Waiting;

/// <summary>How a wait ended in vain.</summary>
internal enum WaitOutcome
{
    /// <summary>Its time ran out.</summary>
    TimedOut,

    /// <summary>It cannot come true.</summary>
    Impossible,

    /// <summary>The container has ended.</summary>
    Exited,
}
