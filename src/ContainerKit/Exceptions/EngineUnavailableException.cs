namespace ContainerKit;

/// <summary>
/// The exception for an engine that cannot be reached, or that stopped answering during an operation.
/// </summary>
public sealed class EngineUnavailableException : ContainerKitException
{
    internal EngineUnavailableException(string message, IReadOnlyList<EndpointAttempt> attempts, Exception? inner = null)
        : base(message, inner) => Attempts = attempts;

    /// <summary>The endpoints that were tried, in order, with the reason of each failure.</summary>
    public IReadOnlyList<EndpointAttempt> Attempts { get; }
}
