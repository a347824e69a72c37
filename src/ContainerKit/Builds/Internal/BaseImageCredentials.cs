using ContainerKit.Registries;

namespace ContainerKit.Builds;

/// <summary>Whose credentials a build carries for the images it is built on, and why some could not be found.</summary>
internal sealed record BaseImageCredentials(IReadOnlyList<KeyValuePair<RegistryName, RegistryCredential>> Credentials, string Note);
