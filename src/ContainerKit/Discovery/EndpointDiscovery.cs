using System.Text.Json;
using ContainerKit.Diagnostics;
using Microsoft.Extensions.Logging;

namespace ContainerKit.Discovery;

/// <summary>
/// Finds the candidate endpoints of the engine in the order of the Docker CLI: DOCKER_HOST, DOCKER_CONTEXT, the current
/// context, the platform's socket. If one of the first three is set, its endpoint is the only candidate. Otherwise the
/// platform's socket is followed by those of rootless Docker, Docker Desktop, other products and Podman. With DOCKER_TLS_VERIFY or
/// DOCKER_TLS, the only default is tcp://localhost:2376.
/// </summary>
internal static class EndpointDiscovery
{
    private const string HostVariable = "CONTAINERKIT_HOST";
    private const string TlsVariable = "DOCKER_TLS";
    private const string VerifyVariable = "DOCKER_TLS_VERIFY";

    /// <summary>Returns the endpoints to try, in order.</summary>
    /// <exception cref="FormatException">A setting is invalid.</exception>
    public static IReadOnlyList<EngineEndpoint> GetCandidates(DockerEngineOptions options, HostEnvironment host, ILogger logger)
    {
        var configuration = DockerConfiguration.ReadOrEmpty(host, logger);
        var headers = ConfigHeaders.FromConfiguration(configuration, DockerConfiguration.GetPath(host));
        return [.. GetEndpoints(options, host, configuration).Select(endpoint => endpoint with { Headers = headers })];
    }

    private static IReadOnlyList<EngineEndpoint> GetEndpoints(
        DockerEngineOptions options, HostEnvironment host, JsonElement configuration)
    {
        if (options.Endpoint is { } chosen)
        {
            var tls = options.CertificatePath is { } folder ? new TlsMaterial(GetFullPath(folder)) : null;
            var endpoint = EngineEndpoint.Parse(chosen.OriginalString, "DockerEngineOptions.Endpoint", tls);
            return [WithPublishedHost(endpoint, options.PublishedHost, host)];
        }

        // The variable applies to the engine in the settings of the machine, not to one that the program selects
        // itself.
        var publishedHost = options.PublishedHost ?? GetPublishedHost(host);
        var candidates = FindCandidates(host, configuration);
        // Otherwise a connection would silently be in plain text.
        if (options.CertificatePath is not null && candidates is [{ Address.Scheme: not ("unix" or "npipe"), Tls: null } plain])
        {
            throw ArgumentErrors.Format(
                $"DockerEngineOptions.CertificatePath applies to DockerEngineOptions.Endpoint, which is not set, and {plain} from "
                    + $"{plain.Source} does not use TLS. Set DockerEngineOptions.Endpoint, or DOCKER_TLS_VERIFY and DOCKER_CERT_PATH.");
        }

        return [.. candidates.Select(endpoint => WithPublishedHost(endpoint, publishedHost, host))];
    }

    private static EngineEndpoint WithPublishedHost(EngineEndpoint endpoint, string? publishedHost, HostEnvironment host) =>
        endpoint with { PublishedHost = publishedHost, ContainerGateway = host.ContainerGateway };

    /// <summary>Returns the endpoints that are tried if no setting selects an engine, in order.</summary>
    public static IReadOnlyList<EngineEndpoint> GetWellKnown(HostEnvironment host) =>
        [.. (host.IsWindows ? WindowsPipes() : UnixSockets(host)).Select(static endpoint => endpoint with { IsWellKnown = true })];

    private static IReadOnlyList<EngineEndpoint> FindCandidates(HostEnvironment host, JsonElement configuration)
    {
        // The Docker CLI ignores spaces around the address. A variable with spaces only selects the default context.
        if (host.GetVariable("DOCKER_HOST")?.Trim() is { } address)
            return address.Length > 0 ? [EngineEndpoint.Parse(address, "DOCKER_HOST", GetTls(host))] : GetDefault(host);
        if (host.GetVariable("DOCKER_CONTEXT") is { } context && context != DockerContexts.Default)
            return [DockerContexts.GetEndpoint(host, context, "DOCKER_CONTEXT")];
        if (host.GetVariable("DOCKER_CONTEXT") is null && DockerContexts.GetCurrentContext(configuration) is { } current)
            return [DockerContexts.GetEndpoint(host, current, "the current context in config.json")];
        return GetDefault(host);
    }

    // With TLS, the default of the Docker CLI is not the socket: see ParseHost in
    // https://github.com/docker/cli/blob/v28.2.2/opts/hosts.go.
    private static IReadOnlyList<EngineEndpoint> GetDefault(HostEnvironment host) => GetTls(host) is { } tls
        ? [EngineEndpoint.Parse("tcp://localhost:2376", tls.Verify ? VerifyVariable : TlsVariable, tls)]
        : GetWellKnown(host);

    private static string? GetPublishedHost(HostEnvironment host)
    {
        if (host.GetVariable(HostVariable) is not { } text) return null;
        return DockerEngineOptions.ParseHost(text) ?? throw ArgumentErrors.Format(
            $"The host '{AddressSecrets.Mask(text)}' from {HostVariable} cannot be used: it is not a host name or address, "
            + "such as build-host or 10.0.0.7.");
    }

    // As in the Docker CLI: any value of DOCKER_TLS_VERIFY enables TLS with verification, any value of DOCKER_TLS enables
    // TLS without it, and DOCKER_CERT_PATH is the folder of both. See SetDefaultOptions in
    // https://github.com/docker/cli/blob/v28.2.2/cli/flags/options.go.
    private static TlsMaterial? GetTls(HostEnvironment host)
    {
        var verify = host.GetVariable(VerifyVariable) is not null;
        if (!verify && host.GetVariable(TlsVariable) is null) return null;
        return new TlsMaterial(GetFullPath(host.GetVariable("DOCKER_CERT_PATH") ?? host.DockerConfig), verify);
    }

    // The files are read for each connection, and the current folder may change before.
    private static string GetFullPath(string folder) => folder.Length == 0
        ? throw new FormatException(
            "DockerEngineOptions.CertificatePath is empty. Set it to a folder, or to null for a connection without it.")
        : Path.IsPathRooted(folder) ? folder : Path.GetFullPath(folder);

    private static IEnumerable<EngineEndpoint> UnixSockets(HostEnvironment host)
    {
        yield return Socket("/var/run/docker.sock", "the platform's socket");
        if (host.RuntimeDirectory is { } run) yield return Socket(run + "/docker.sock", "rootless Docker");
        yield return Socket(host.Home + "/.docker/run/docker.sock", "Docker Desktop");
        yield return Socket(host.Home + "/.docker/desktop/docker.sock", "Docker Desktop for Linux");
        // https://github.com/abiosoft/colima/blob/main/docs/FAQ.md, https://docs.orbstack.dev/docker/,
        // https://docs.rancherdesktop.io/how-to-guides/using-testcontainers/, https://lima-vm.io/docs/examples/containers/docker/
        yield return Socket(host.Home + "/.colima/default/docker.sock", "Colima");
        yield return Socket((host.GetVariable("XDG_CONFIG_HOME") ?? host.Home + "/.config") + "/colima/default/docker.sock", "Colima");
        yield return Socket(host.Home + "/.orbstack/run/docker.sock", "OrbStack");
        yield return Socket(host.Home + "/.rd/docker.sock", "Rancher Desktop");
        yield return Socket(host.Home + "/.lima/docker/sock/docker.sock", "Lima");
        if (host.RuntimeDirectory is { } userRun) yield return Socket(userRun + "/podman/podman.sock", "rootless Podman");
        yield return Socket("/run/podman/podman.sock", "Podman");
        // https://github.com/containers/podman/issues/14231; since Podman 5 in the runtime folder, on macOS the temporary folder: see
        // https://github.com/containers/podman/blob/358ac20a1e4b5f0f46fad88fa61901f147304df7/pkg/machine/env/dir.go.
        if (host.RuntimeDirectory is { } machineRun)
            yield return Socket(machineRun + "/podman/podman-machine-default-api.sock", "Podman machine");
        if (host.GetVariable("TMPDIR")?.TrimEnd('/') is { Length: > 0 } temporary)
            yield return Socket(temporary + "/podman/podman-machine-default-api.sock", "Podman machine");
        yield return Socket(host.Home + "/.local/share/containers/podman/machine/podman.sock", "Podman machine");
    }

    private static IEnumerable<EngineEndpoint> WindowsPipes()
    {
        yield return EngineEndpoint.Parse("npipe://./pipe/docker_engine", "the platform's pipe");
        yield return EngineEndpoint.Parse("npipe://./pipe/dockerDesktopLinuxEngine", "Docker Desktop");
        yield return EngineEndpoint.Parse("npipe://./pipe/podman-machine-default", "Podman");
    }

    private static EngineEndpoint Socket(string path, string source) => EngineEndpoint.Parse("unix://" + path, source);
}
