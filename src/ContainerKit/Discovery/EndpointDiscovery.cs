using Microsoft.Extensions.Logging;

namespace ContainerKit.Discovery;

/// <summary>
/// Finds the candidate endpoints of the engine in the order of the Docker CLI: DOCKER_HOST, DOCKER_CONTEXT, the current
/// context, the platform's socket. If one of the first three is set, its endpoint is the only candidate. Otherwise the
/// platform's socket is followed by those of rootless Docker, Docker Desktop and Podman.
/// </summary>
internal static class EndpointDiscovery
{
    private const string HostVariable = "CONTAINERKIT_HOST";

    /// <summary>Returns the endpoints to try, in order.</summary>
    /// <exception cref="FormatException">A setting is invalid.</exception>
    public static IReadOnlyList<EngineEndpoint> GetCandidates(DockerEngineOptions options, HostEnvironment host, ILogger logger)
    {
        if (options.Endpoint is { } chosen)
        {
            var tls = options.CertificatePath is { } folder ? new TlsMaterial(folder) : null;
            var endpoint = EngineEndpoint.Parse(chosen.OriginalString, "DockerEngineOptions.Endpoint", tls);
            return [endpoint with { PublishedHost = options.PublishedHost }];
        }

        // The variable applies to the engine in the settings of the machine, not to one that the program selects
        // itself.
        var publishedHost = options.PublishedHost ?? GetPublishedHost(host);
        return [.. FindCandidates(host, logger).Select(endpoint => endpoint with { PublishedHost = publishedHost })];
    }

    private static IReadOnlyList<EngineEndpoint> FindCandidates(HostEnvironment host, ILogger logger)
    {
        if (host.GetVariable("DOCKER_HOST") is { } address) return [EngineEndpoint.Parse(address, "DOCKER_HOST", GetTls(host))];
        if (host.GetVariable("DOCKER_CONTEXT") is { } context && context != DockerContexts.Default)
            return [DockerContexts.GetEndpoint(host, context, "DOCKER_CONTEXT")];
        if (host.GetVariable("DOCKER_CONTEXT") is null && DockerContexts.GetCurrentContext(host, logger) is { } current)
            return [DockerContexts.GetEndpoint(host, current, "the current context in config.json")];
        return [.. host.IsWindows ? WindowsPipes() : UnixSockets(host)];
    }

    private static string? GetPublishedHost(HostEnvironment host)
    {
        if (host.GetVariable(HostVariable) is not { } text) return null;
        return DockerEngineOptions.ParseHost(text) ?? throw new FormatException(
            $"The host '{text}' from {HostVariable} cannot be used: it is not a host name or address, such as build-host or 10.0.0.7.");
    }

    private static TlsMaterial? GetTls(HostEnvironment host)
    {
        // The same as in the Docker CLI: any value of DOCKER_TLS_VERIFY enables TLS with verification, and
        // DOCKER_CERT_PATH is its folder.
        var verify = host.GetVariable("DOCKER_TLS_VERIFY") is not null;
        return verify ? new TlsMaterial(host.GetVariable("DOCKER_CERT_PATH") ?? host.DockerConfig) : null;
    }

    private static IEnumerable<EngineEndpoint> UnixSockets(HostEnvironment host)
    {
        yield return Socket("/var/run/docker.sock", "the platform's socket");
        if (host.RuntimeDirectory is { } run) yield return Socket(run + "/docker.sock", "rootless Docker");
        yield return Socket(host.Home + "/.docker/run/docker.sock", "Docker Desktop");
        yield return Socket(host.Home + "/.docker/desktop/docker.sock", "Docker Desktop for Linux");
        if (host.RuntimeDirectory is { } userRun) yield return Socket(userRun + "/podman/podman.sock", "rootless Podman");
        yield return Socket("/run/podman/podman.sock", "Podman");
    }

    private static IEnumerable<EngineEndpoint> WindowsPipes()
    {
        yield return EngineEndpoint.Parse("npipe://./pipe/docker_engine", "the platform's pipe");
        yield return EngineEndpoint.Parse("npipe://./pipe/dockerDesktopLinuxEngine", "Docker Desktop");
        yield return EngineEndpoint.Parse("npipe://./pipe/podman-machine-default", "Podman");
    }

    private static EngineEndpoint Socket(string path, string source) => EngineEndpoint.Parse("unix://" + path, source);
}
