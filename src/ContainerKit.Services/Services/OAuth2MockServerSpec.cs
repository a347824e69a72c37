namespace ContainerKit.Services;

/// <summary>The configuration of the npm package oauth2-mock-server. Immutable.</summary>
public sealed record OAuth2MockServerSpec() : ServiceSpec("node:24");
