using ContainerKit.Http;
using ContainerKit.Networks;

namespace ContainerKit.Containers;

/// <summary>Rejects settings that an old engine would ignore silently, before the container is created.</summary>
internal static class ApiVersionRequirements
{
    // Docker Engine 26; see "v1.45 API changes" in https://docs.docker.com/reference/api/engine/version-history/.
    private static readonly Version _subpathApi = new(1, 45);

    /// <exception cref="UnsupportedApiVersionException">The engine is too old for a setting of the spec.</exception>
    public static void Check(EngineClient engine, ContainerSpec spec, Version api)
    {
        if (api < NetworkRequest.ManyEndpointsApi && spec.Networks.Skip(1).Any(network => network.MacAddress is not null))
            throw NetworkRequest.EndpointMacUnsupported(engine, api);
        if (api < _subpathApi && spec.Mounts.OfType<VolumeMount>().FirstOrDefault(mount => mount.Subpath is not null) is { } mount)
            throw TooOld($"Mounting a folder within a volume, {mount}, requires", _subpathApi, 26, "Mount the whole volume.");

        if (api < NetworkRequest.ManyEndpointsApi && spec.HealthCheck?.StartInterval is not null)
        {
            throw TooOld(
                "A health check's StartInterval requires",
                NetworkRequest.ManyEndpointsApi,
                25,
                "Leave it out, and choose a shorter Interval.");
        }

        UnsupportedApiVersionException TooOld(string setting, Version required, int release, string hint) => new(
            $"{setting} API {required} (Docker Engine {release}); the engine at {engine} supports {api}. {hint}", required, api);
    }
}
