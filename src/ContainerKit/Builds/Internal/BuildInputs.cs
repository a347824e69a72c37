using ContainerKit.Discovery;

namespace ContainerKit.Builds;

/// <summary>The inputs of a build.</summary>
/// <param name="Context">The files.</param>
/// <param name="Builder">The builder.</param>
/// <param name="Secrets">The values of the secrets, by id.</param>
/// <param name="Credentials">The credentials for base images.</param>
/// <param name="Proxies">The proxies of config.json, which are build arguments.</param>
internal sealed record BuildInputs(
    BuildContext Context,
    BuilderKind Builder,
    IReadOnlyDictionary<string, byte[]> Secrets,
    BaseImageCredentials Credentials,
    ContainerProxies Proxies);
