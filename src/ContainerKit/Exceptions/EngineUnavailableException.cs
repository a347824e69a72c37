namespace ContainerKit;

/// <summary>No engine answered, or the one in use stopped answering in the middle of a call.</summary>
public sealed class EngineUnavailableException : ContainerKitException
{
    internal EngineUnavailableException(string message, IReadOnlyList<EndpointAttempt> attempts, Exception? inner = null)
        : base(message, inner) => Attempts = attempts;

    /// <summary>Each endpoint that was tried, in order, with the reason why it did not do.</summary>
    public IReadOnlyList<EndpointAttempt> Attempts { get; }
}
