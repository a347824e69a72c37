using System.Runtime.CompilerServices;
using ContainerKit.Http;

namespace ContainerKit.Engine;

/// <summary>What an engine is asked about itself.</summary>
internal static class SystemOperations
{
    /// <summary>Returns the version of the engine.</summary>
    /// <remarks>Engine API: <c>GET /version</c>.</remarks>
    public static async Task<EngineVersion> GetVersionAsync(EngineClient engine, CancellationToken cancellationToken) =>
        EngineVersion.Read(await engine.GetJsonAsync("ask the engine for its version", "version", cancellationToken).ConfigureAwait(false));

    /// <remarks>Engine API: <c>GET /_ping</c>.</remarks>
    public static async Task<EnginePing> PingAsync(EngineClient engine, CancellationToken cancellationToken)
    {
        using var answer = await engine.OpenAsync(EngineRequest.Get("_ping", "ping the engine"), cancellationToken).ConfigureAwait(false);
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
        EngineClient engine, EventFilter filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var request = EngineRequest.Get("events", "follow the engine's events") with { Query = filter.Query() };
        await foreach (var json in JsonStream.ReadAsync(engine, request, cancellationToken).ConfigureAwait(false)) yield return EngineEvent.Read(json);
        if (filter.Until is null) throw engine.StreamEnded(request.Operation);
    }
}
