namespace ContainerKit.Services;

/// <summary>The configuration of a Kafka broker. Immutable.</summary>
public sealed record KafkaSpec() : ServiceSpec("apache/kafka:4.0.0");
