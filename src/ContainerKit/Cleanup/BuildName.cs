namespace ContainerKit.Cleanup;

/// <summary>A name that a build puts on its image.</summary>
/// <param name="PreviousId">The image that had the name; null for none.</param>
internal sealed record BuildName(ImageReference Reference, string? PreviousId);
