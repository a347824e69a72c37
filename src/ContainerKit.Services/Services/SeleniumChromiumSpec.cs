namespace ContainerKit.Services;

/// <summary>The configuration of a Chromium browser. Immutable.</summary>
public sealed record SeleniumChromiumSpec() : ServiceSpec("selenium/standalone-chromium:latest");
