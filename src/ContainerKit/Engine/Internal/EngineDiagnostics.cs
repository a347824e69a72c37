using System.Globalization;
using System.Text.Json;
using ContainerKit.Diagnostics;
using ContainerKit.Discovery;
using ContainerKit.Http;
using ContainerKit.Json;
using ContainerKit.Sessions;
using Microsoft.Extensions.Logging;

namespace ContainerKit.Engine;

/// <summary>Examines the endpoints of a machine, and the engine that the library uses.</summary>
internal static class EngineDiagnostics
{
    private static readonly (string Member, string Feature)[] _features =
    [
        ("MemoryLimit", "memory limits"),
        ("SwapLimit", "swap limits"),
        ("CpuCfsQuota", "CPU limits"),
        ("CPUSet", "CPU sets"),
        ("PidsLimit", "process limits"),
        ("IPv4Forwarding", "IPv4 forwarding"),
        ("LiveRestoreEnabled", "live restore"),
        ("ExperimentalBuild", "experimental features"),
    ];

    /// <summary>Tries the endpoints that the settings select, and the other well-known ones. No failure is thrown.</summary>
    /// <param name="options">The options of the engine.</param>
    /// <param name="host">The environment.</param>
    /// <param name="logger">The logger of the engine.</param>
    /// <param name="cancellationToken">Cancels the attempts.</param>
    /// <returns>
    /// The diagnosis without the properties that need requests to the engine, and the endpoint that is used; null if none can be.
    /// </returns>
    public static async Task<(EngineDiagnosis Diagnosis, EngineEndpoint? Used)> ExamineAsync(
        DockerEngineOptions options, HostEnvironment host, ILogger logger, CancellationToken cancellationToken)
    {
        IReadOnlyList<EngineEndpoint> candidates = [];
        string? problem = null;
        try
        {
            candidates = EndpointDiscovery.GetCandidates(options, host, logger);
        }
        catch (FormatException e)
        {
            problem = e.Message;
        }

        var others = EndpointDiscovery.GetWellKnown(host).ExceptBy(candidates.Select(Describe), Describe);
        EngineEndpoint[] all = [.. candidates, .. others];
        var endpoints = await Task.WhenAll(all.Select(endpoint => TryAsync(endpoint, options, logger, cancellationToken)))
            .ConfigureAwait(false);
        var index = Array.FindIndex(endpoints, 0, candidates.Count, static each => each.State == DiagnosedEndpointState.Answers);
        if (index >= 0) endpoints[index] = endpoints[index] with { State = DiagnosedEndpointState.Used };
        var used = index >= 0 ? all[index] : null;
        var diagnosis = new EngineDiagnosis
        {
            Settings = DiscoverySettings.Examine(options, host),
            Endpoints = endpoints,
            Proxies = [.. DiscoverySettings.GetProxies(host)],
            Reason = problem ?? GetReason(candidates, used, endpoints),
            PublishedHost = used?.PortHost,
        };
        return (diagnosis, used);

        static string Describe(EngineEndpoint endpoint) => endpoint.ToString();
    }

    /// <summary>Adds the properties that need requests to the engine. A failed request leaves its properties out.</summary>
    public static async Task<EngineDiagnosis> DescribeEngineAsync(
        EngineDiagnosis diagnosis, EngineClient engine, CancellationToken cancellationToken)
    {
        try
        {
            var ping = await SystemOperations.PingAsync(engine, cancellationToken).ConfigureAwait(false);
            // The host is known after the connection: that of an alias of ssh, or of a container with a mounted socket.
            var endpoint = await engine.GetEndpointAsync(cancellationToken).ConfigureAwait(false);
            diagnosis = diagnosis with
            {
                PublishedHost = endpoint.PortHost,
                Builder = ping.BuilderVersion switch { "1" => "classic", "2" => "BuildKit", var other => other },
                Version = await SystemOperations.GetVersionAsync(engine, cancellationToken).ConfigureAwait(false),
            };
            var info = await engine.GetJsonAsync("get the configuration of the engine", "info", cancellationToken).ConfigureAwait(false);
            var proxies = await ContainerProxies.GetAsync(engine, cancellationToken).ConfigureAwait(false);
            return diagnosis with
            {
                Info = EngineInfo.Read(info),
                ImageStore = GetImageStore(info, diagnosis.Version!),
                Features = [.. GetFeatures(info)],
                Proxies = [.. diagnosis.Proxies, .. GetEngineProxies(info), .. proxies.Describe()],
            };
        }
        catch (ContainerKitException e)
        {
            return diagnosis with { Reason = $"{diagnosis.Reason} {e.Message}" };
        }
    }

    private static async Task<DiagnosedEndpoint> TryAsync(
        EngineEndpoint endpoint, DockerEngineOptions options, ILogger logger, CancellationToken cancellationToken)
    {
        var start = options.TimeProvider.GetTimestamp();
        var result = new DiagnosedEndpoint(endpoint.ToString(), endpoint.Source, DiagnosedEndpointState.Failed)
        {
            Rights = GetRights(endpoint),
        };
        try
        {
            using var pool = await EngineConnector.ConnectAsync([endpoint], options, logger, cancellationToken).ConfigureAwait(false);
            return result with
            {
                State = DiagnosedEndpointState.Answers,
                ApiVersion = pool.ApiVersion,
                Elapsed = options.TimeProvider.GetElapsedTime(start),
            };
        }
        catch (ContainerKitException e)
        {
            var attempt = e is EngineUnavailableException { Attempts: [var single] } ? single : null;
            return result with
            {
                State = attempt?.Kind switch
                {
                    ConnectionFailureKind.MissingSocket => DiagnosedEndpointState.Missing,
                    ConnectionFailureKind.AccessDenied => DiagnosedEndpointState.Denied,
                    _ => DiagnosedEndpointState.Failed,
                },
                Reason = attempt?.Reason ?? e.Message,
                Elapsed = options.TimeProvider.GetElapsedTime(start),
            };
        }
    }

    private static string? GetRights(EngineEndpoint endpoint)
    {
        if (OperatingSystem.IsWindows() || endpoint.Address.Scheme != "unix" || endpoint.IsAbstractSocket) return null;
        if (UnixFileStatus.Read(ResolveLink(endpoint.SocketPath)) is not { } status) return null;
        var mode = Convert.ToString((int)status.Permissions, 8);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"owner {status.Owner}, group {status.Group}, mode {mode}, this process is user {UnixFileStatus.EffectiveUser}");

        static string ResolveLink(string path)
        {
            try
            {
                return File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // The socket does not exist, or is in a folder of another user.
                return path;
            }
        }
    }

    private static string GetReason(IReadOnlyList<EngineEndpoint> candidates, EngineEndpoint? used, DiagnosedEndpoint[] endpoints)
    {
        var isSelected = candidates.Count == 1;
        if (used is not null)
        {
            return isSelected
                ? $"It is used because of {used.Source}."
                : "It is the first of the well-known endpoints that answers. No setting selects another engine.";
        }

        if (!isSelected) return "No well-known endpoint answers. Start Docker, or set DOCKER_HOST to a running engine.";
        var other = endpoints.Skip(1).FirstOrDefault(static each => each.State == DiagnosedEndpointState.Answers);
        return $"{candidates[0].Source} selects {candidates[0]}, which does not answer."
            + (other is null ? "" : $" An engine answers at {other.Address}: remove the setting to use it.");
    }

    // See https://github.com/moby/moby/blob/v28.5.2/daemon/containerd/service.go.
    private static string GetImageStore(JsonElement info, EngineVersion version)
    {
        if (version.Components.ContainsKey("Podman Engine")) return "containers-storage";
        foreach (var pair in info.EnumerateItems("DriverStatus"))
        {
            if (pair.ValueKind == JsonValueKind.Array && pair.EnumerateArray().Any(static each =>
                each.ValueKind == JsonValueKind.String && each.GetString() == "io.containerd.snapshotter.v1")) return "containerd";
        }

        return "classic";
    }

    // The limits that the kernel of the host offers to the engine, and optional parts of the engine. See
    // https://docs.docker.com/reference/api/engine/version/v1.51/#tag/System/operation/SystemInfo.
    private static IEnumerable<string> GetFeatures(JsonElement info)
    {
        foreach (var (member, feature) in _features)
        {
            if (info.GetBooleanOrDefault(member)) yield return feature;
        }

        foreach (var option in info.GetStrings("SecurityOptions"))
        {
            foreach (var part in option.Split(','))
            {
                if (part.StartsWith("name=", StringComparison.Ordinal)) yield return VisibleText.Line(part["name=".Length..]);
            }
        }

        if (info.GetPropertyOrDefault("Swarm").GetStringOrEmpty("LocalNodeState") == "active") yield return "swarm";
    }

    private static IEnumerable<DiagnosedSetting> GetEngineProxies(JsonElement info)
    {
        foreach (var name in (string[])["HttpProxy", "HttpsProxy", "NoProxy"])
        {
            if (info.GetStringOrEmpty(name) is { Length: > 0 } value)
                yield return DiscoverySettings.Create($"{name} of the engine", value, isSearched: false);
        }
    }
}
