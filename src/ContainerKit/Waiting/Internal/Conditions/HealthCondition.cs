namespace ContainerKit.Waiting.Conditions;

/// <summary>The health check of the container reports healthy.</summary>
internal sealed record HealthCondition : WaitCondition;
