using Microsoft.Extensions.Logging;

namespace ContainerKit.Discovery;

/// <summary>
/// Where an engine is looked for, in the docker command's order: DOCKER_HOST, DOCKER_CONTEXT, the current context, the platform's
/// socket. Each of the first three is a decision: what it names is the only place tried. Only without any are the other sockets
/// people have (rootless, Docker Desktop, Podman) tried after the platform's own.
/// </summary>
internal static class EndpointDiscovery
{
    private const string HostVariable = "CONTAINERKIT_HOST";

    public static IReadOnlyList<EngineEndpoint> GetCandidates(DockerEngineOptions options, HostEnvironment host, ILogger logger)
    {
        if (options.Endpoint is { } chosen)
        {
            var tls = options.CertificatePath is { } folder ? new TlsMaterial(folder) : null;
            return [EngineEndpoint.Parse(chosen.OriginalString, "DockerEngineOptions.Endpoint", tls) with { PublishedHost = options.PublishedHost }];
        }

        // The variable belongs to the engine that the machine's settings name, and not to one that a program chooses by itself.
        var publishedHost = options.PublishedHost ?? HostFromVariable(host);
        return [.. Found(host, logger).Select(endpoint => endpoint with { PublishedHost = publishedHost })];
    }

    private static IReadOnlyList<EngineEndpoint> Found(HostEnvironment host, ILogger logger)
    {
        if (host.GetVariable("DOCKER_HOST") is { } address) return [EngineEndpoint.Parse(address, "DOCKER_HOST", TlsFromVariables(host))];
        if (host.GetVariable("DOCKER_CONTEXT") is { } context && context != DockerContexts.Default)
            return [DockerContexts.GetEndpoint(host, context, "DOCKER_CONTEXT")];
        if (host.GetVariable("DOCKER_CONTEXT") is null && DockerContexts.GetCurrentContext(host, logger) is { } current)
            return [DockerContexts.GetEndpoint(host, current, "the current context in config.json")];
        return [.. host.IsWindows ? WindowsPipes() : UnixSockets(host)];
    }

    private static string? HostFromVariable(HostEnvironment host) => host.GetVariable(HostVariable) is not { } text ? null : EngineEndpoint.ParseHost(text)
        ?? throw new FormatException($"The host '{text}' from {HostVariable} cannot be used: it is not a host's name or address, such as build-host or 10.0.0.7.");

    private static TlsMaterial? TlsFromVariables(HostEnvironment host)
    {
        // As the docker command: any value of DOCKER_TLS_VERIFY turns TLS with verification on, DOCKER_CERT_PATH says where from.
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
