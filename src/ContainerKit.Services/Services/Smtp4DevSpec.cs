namespace ContainerKit.Services;

/// <summary>The configuration of an smtp4dev server. Immutable.</summary>
public sealed record Smtp4DevSpec() : ServiceSpec("rnwood/smtp4dev:v3");
