namespace ContainerKit.Services;

/// <summary>The configuration of a NATS server. Immutable.</summary>
public sealed record NatsSpec() : ServiceSpec("nats:2.9")
{
    /// <summary>Indicates whether JetStream is enabled. Default: false.</summary>
    public bool JetStream { get; init; }
}
