namespace ContainerKit.Builds;

/// <summary>An image that a stage is based on or copies files from.</summary>
/// <param name="Name">The name, with variables expanded.</param>
/// <param name="Platform">The value of <c>--platform</c>; null for the platform of the build.</param>
/// <param name="IsPlatformKnown">
/// False if a variable in <c>--platform</c> has no value, or the platform is not written in full.
/// </param>
internal readonly record struct BaseImage(string Name, string? Platform, bool IsPlatformKnown);
