using System.Text.Json;
using ContainerKit.Discovery;
using ContainerKit.Http;
using ContainerKit.Json;
using Microsoft.Extensions.Logging;

namespace ContainerKit.Engine;

/// <summary>Examines the endpoints of a machine, and the engine that the library uses.</summary>
internal static class EngineDiagnostics
{
    private const string MissingSocket = "there is no such socket";

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
            diagnosis = diagnosis with
            {
                Builder = ping.BuilderVersion switch { "1" => "classic", "2" => "BuildKit", var other => other },
                Version = await SystemOperations.GetVersionAsync(engine, cancellationToken).ConfigureAwait(false),
            };
            var info = await engine.GetJsonAsync("get the configuration of the engine", "info", cancellationToken).ConfigureAwait(false);
            return diagnosis with
            {
                Info = EngineInfo.Read(info),
                ImageStore = GetImageStore(info, diagnosis.Version!),
                Proxies = [.. diagnosis.Proxies, .. GetEngineProxies(info)],
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
        var result = new DiagnosedEndpoint(endpoint.ToString(), endpoint.Source, DiagnosedEndpointState.Failed);
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
            var reason = e is EngineUnavailableException { Attempts: [var attempt] } ? attempt.Reason : e.Message;
            return result with
            {
                State = reason == MissingSocket ? DiagnosedEndpointState.Missing
                    : reason.StartsWith("permission denied", StringComparison.Ordinal) ? DiagnosedEndpointState.Denied
                    : DiagnosedEndpointState.Failed,
                Reason = reason,
                Elapsed = options.TimeProvider.GetElapsedTime(start),
            };
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

    private static IEnumerable<DiagnosedSetting> GetEngineProxies(JsonElement info)
    {
        foreach (var name in (string[])["HttpProxy", "HttpsProxy", "NoProxy"])
        {
            if (info.GetStringOrEmpty(name) is { Length: > 0 } value)
                yield return DiscoverySettings.Create($"{name} of the engine", value, isSearched: false);
        }
    }
}
