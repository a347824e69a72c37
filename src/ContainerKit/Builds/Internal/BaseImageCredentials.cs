using ContainerKit.Registries;

namespace ContainerKit.Builds;

/// <summary>The registry credentials of a build, for its base images.</summary>
/// <param name="Credentials">The credentials by registry.</param>
/// <param name="ErrorHint">
/// The errors from reading credentials, as text to append to a message; empty if there were none.
/// </param>
internal sealed record BaseImageCredentials(
    IReadOnlyList<KeyValuePair<RegistryName, RegistryCredential>> Credentials, string ErrorHint);
