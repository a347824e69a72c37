namespace ContainerKit.Cleanup;

/// <summary>A name that a build gives to its image.</summary>
/// <param name="Reference">The name.</param>
/// <param name="PreviousId">The image that had the name before; null for none.</param>
internal sealed record BuildName(ImageReference Reference, string? PreviousId);
