namespace ContainerKit.Services;

/// <summary>The configuration of a container registry. Immutable.</summary>
public sealed record ContainerRegistrySpec() : ServiceSpec("registry:2");
