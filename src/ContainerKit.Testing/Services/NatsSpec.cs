namespace ContainerKit.Testing;

/// <summary>How a NATS server is to run. Immutable.</summary>
public sealed record NatsSpec() : ServiceSpec("nats:2.9")
{
    /// <summary>Whether it keeps streams. Default: false.</summary>
    public bool JetStream { get; init; }
}
