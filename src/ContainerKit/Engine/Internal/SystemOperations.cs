using System.Runtime.CompilerServices;
using ContainerKit.Json;

namespace ContainerKit.Engine;

/// <summary>What an engine is asked about itself.</summary>
internal static class SystemOperations
{
    /// <remarks>Engine API: <c>GET /_ping</c>.</remarks>
    public static async Task<EnginePing> PingAsync(DockerEngine engine, CancellationToken cancellationToken)
    {
        using var answer = await engine.Calls.OpenAsync(
            "ping the engine", HttpMethod.Get, "_ping", null, null, engine.Options.RequestTimeout, cancellationToken).ConfigureAwait(false);
        return new EnginePing
        {
            ApiVersion = Version.TryParse(Header("API-Version"), out var version) ? version : null,
            OperatingSystem = Header("OSType") ?? "",
            IsExperimental = Header("Docker-Experimental") == "true",
            BuilderVersion = Header("Builder-Version"),
        };

        string? Header(string name) => answer.Headers.TryGetValues(name, out var values) && values.FirstOrDefault() is { Length: > 0 } value ? value : null;
    }

    /// <remarks>Engine API: <c>GET /events</c>.</remarks>
    public static async IAsyncEnumerable<EngineEvent> EventsAsync(
        DockerEngine engine, EventFilter filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        const string Doing = "follow the engine's events";
        await foreach (var each in JsonStream.ReadAsync(engine.Calls, Doing, OpenAsync, cancellationToken).ConfigureAwait(false)) yield return EngineEvent.Read(each);
        if (filter.Until is null) throw engine.Calls.StreamEnded(Doing);

        Task<HttpResponseMessage> OpenAsync() => engine.Calls.OpenAsync(
            Doing, HttpMethod.Get, "events?" + filter.Query(), null, null, engine.Options.RequestTimeout, cancellationToken);
    }
}
