using System.Runtime.CompilerServices;
using ContainerKit.Http;

namespace ContainerKit.Engine;

/// <summary>Requests the version, the ping response and the events of an engine.</summary>
internal static class SystemOperations
{
    /// <summary>Returns the version of the engine.</summary>
    /// <remarks>Engine API: <c>GET /version</c>.</remarks>
    public static async Task<EngineVersion> GetVersionAsync(EngineClient engine, CancellationToken cancellationToken) =>
        EngineVersion.Read(await engine.GetJsonAsync("get the version of the engine", "version", cancellationToken).ConfigureAwait(false));

    /// <summary>Pings the engine, and returns the headers of the response.</summary>
    /// <remarks>Engine API: <c>GET /_ping</c>.</remarks>
    public static async Task<EnginePing> PingAsync(EngineClient engine, CancellationToken cancellationToken)
    {
        var request = EngineRequest.Get("_ping", "ping the engine") with { IsUnversioned = true };
        using var response = await engine.OpenAsync(request, cancellationToken).ConfigureAwait(false);
        return new EnginePing
        {
            ApiVersion = Version.TryParse(Header("API-Version"), out var version) ? version : null,
            OperatingSystem = Header("OSType") ?? EngineQuirks.ReadOperatingSystem(Header("Server")) ?? "",
            IsExperimental = Header("Docker-Experimental") == "true",
            BuilderVersion = Header("Builder-Version"),
        };

        string? Header(string name) =>
            response.Headers.NonValidated.TryGetValues(name, out var values) && values.Count > 0 && values.First() is { Length: > 0 } value
                ? value
                : null;
    }

    /// <summary>Follows the events of the engine that match a filter.</summary>
    /// <exception cref="EngineUnavailableException">The engine ended the stream before the end that the filter sets.</exception>
    /// <remarks>Engine API: <c>GET /events</c>.</remarks>
    public static async IAsyncEnumerable<EngineEvent> EventsAsync(
        EngineClient engine, EventFilter filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var request = EngineRequest.Get("events", "follow the engine's events") with { Query = filter.Query() };
        await foreach (var json in JsonStream.ReadAsync(engine, request, cancellationToken).ConfigureAwait(false))
            yield return EngineEvent.Read(json);
        if (filter.Until is null) throw engine.StreamEnded(request.Operation);
    }
}
