using ContainerKit.Http;
using ContainerKit.Networks;

namespace ContainerKit.Containers;

/// <summary>What older engines would drop in silence is refused, before anything is made.</summary>
internal static class ApiVersionRequirements
{
    // Docker Engine 26.
    private static readonly Version _subpathApi = new(1, 45);

    /// <exception cref="UnsupportedApiVersionException">The engine is too old for something in the spec.</exception>
    public static void Check(EngineClient engine, ContainerSpec spec, Version api)
    {
        if (api < NetworkRequest.ManyEndpointsApi && spec.Networks.Skip(1).Any(network => network.MacAddress is not null))
            throw NetworkRequest.EndpointMacUnsupported(engine, api);
        if (api < _subpathApi && spec.Mounts.OfType<VolumeMount>().FirstOrDefault(mount => mount.Subpath is not null) is { } mount)
            throw TooOld($"Mounting a folder within a volume, {mount}, needs", _subpathApi, 26, "Mount the whole volume.");

        if (api < NetworkRequest.ManyEndpointsApi && spec.HealthCheck?.StartInterval is not null)
            throw TooOld("A health check's StartInterval needs", NetworkRequest.ManyEndpointsApi, 25, "Leave it out, and choose a shorter Interval.");

        UnsupportedApiVersionException TooOld(string what, Version required, int release, string mend) => new(
            $"{what} API {required} (Docker Engine {release}); the engine at {engine} speaks {api}. {mend}", required, api);
    }
}
