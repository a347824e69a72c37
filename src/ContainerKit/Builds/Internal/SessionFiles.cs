namespace ContainerKit.Builds;

/// <summary>
/// The files of a build that a <see cref="BuildSession"/> serves in addition to the context. BuildKit reads the Dockerfile from a
/// separate folder, so that a context without it is possible.
/// </summary>
/// <param name="Name">The name of the Dockerfile in its folder.</param>
/// <param name="Dockerfile">The Dockerfile.</param>
/// <param name="IgnoreFile">The <c>.dockerignore</c> of the build; null if there is none.</param>
/// <param name="Rules">The rules in the <c>.dockerignore</c>.</param>
internal sealed record SessionFiles(string Name, byte[] Dockerfile, byte[]? IgnoreFile, IgnoreRules Rules);
