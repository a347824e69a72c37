namespace ContainerKit.Builds;

/// <summary>An image that a build is built on.</summary>
/// <param name="Name">As far as arguments and defaults tell it.</param>
/// <param name="Platform">What its <c>--platform</c> says; null for none, which is the platform that is built for.</param>
/// <param name="IsPlatformKnown">False where a variable in it has no value, or it is not written out.</param>
internal readonly record struct BaseImage(string Name, string? Platform, bool IsPlatformKnown);
