using System.Text.Json.Nodes;
using ContainerKit.Diagnostics;
using ContainerKit.Discovery;
using ContainerKit.Json;

namespace ContainerKit.Http;

/// <summary>
/// One request to the engine, with everything that <see cref="EngineClient"/> needs to send it and to describe its
/// failure.
/// </summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">The path below the API version, without a leading slash; it may contain a query.</param>
/// <param name="Operation">Completes the sentence "Could not ...", such as <c>stop web (3f9a2c71b0aa)</c>.</param>
internal sealed record EngineRequest(HttpMethod Method, string Path, string Operation)
{
    /// <summary>The query parameters, in addition to those in <see cref="Path"/>.</summary>
    public QueryString? Query { get; init; }

    /// <summary>The body; null for none.</summary>
    public HttpContent? Body { get; init; }

    /// <summary>The body as JSON.</summary>
    public JsonNode Json
    {
        init => Body = JsonBody.FromJson(value);
    }

    /// <summary>
    /// The time limit for the response. Default: null, for <see cref="DockerEngineOptions.RequestTimeout"/>.
    /// </summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>The value of the <c>X-Registry-Auth</c> header; null for none.</summary>
    public string? RegistryAuth { get; init; }

    /// <summary>Further headers. Default: none.</summary>
    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];

    /// <summary>The protocol of the raw stream, for a request that upgrades the connection. Default: <c>tcp</c>.</summary>
    public string UpgradeProtocol { get; init; } = "tcp";

    /// <summary>
    /// The secret values of the request: environment variables, build arguments, passwords. They are replaced in the texts of the
    /// engine, which may repeat the request. Those of <see cref="RegistryAuth"/> need not be included. Evaluated after a failure only.
    /// </summary>
    public IEnumerable<string> Secrets { get; init; } = [];

    /// <summary>
    /// The function that creates the exception for a 404 response; null for <see cref="EngineApiException"/>.
    /// </summary>
    public Func<EngineApiException, Exception>? NotFound { get; init; }

    /// <summary>
    /// Indicates whether the request creates a resource that a session removes. Not true for a pull, because images are
    /// a cache.
    /// </summary>
    public bool CreatesResource { get; init; }

    /// <summary>Indicates whether the path of the request has no API version, as that of a ping. The engine finds it sooner.</summary>
    public bool IsUnversioned { get; init; }

    /// <summary>
    /// Indicates whether the response is a long stream: the output of a process, or an archive. It has a separate connection, whose
    /// reads take less processor time.
    /// </summary>
    public bool IsStreamed { get; init; }

    /// <summary>
    /// Indicates whether the request is sent even after the engine object was disposed, as cleanup is.
    /// </summary>
    public bool IsAllowedAfterDispose { get; init; }

    /// <summary>
    /// The members to add to the body of a Docker.DotNet request because its types lack them; null for none.
    /// </summary>
    public JsonObject? AdditionalBodyMembers { get; init; }

    /// <summary>Describes a GET request.</summary>
    public static EngineRequest Get(string path, string operation) => new(HttpMethod.Get, path, operation);

    /// <summary>Describes a POST request.</summary>
    public static EngineRequest Post(string path, string operation) => new(HttpMethod.Post, path, operation);

    /// <summary>Describes a DELETE request.</summary>
    public static EngineRequest Delete(string path, string operation) => new(HttpMethod.Delete, path, operation);

    /// <summary>Creates the redaction of texts that repeat the request.</summary>
    /// <param name="endpoint">The endpoint whose headers the request had; null to leave them out.</param>
    public Redaction CreateRedaction(EngineEndpoint? endpoint = null) => new(Secrets
        .Concat(RequestSecrets.FromRegistryHeader(RegistryAuth))
        .Concat(RequestSecrets.FromHeaders(endpoint?.Headers?.Values ?? [])));

    /// <summary>Creates the HTTP message.</summary>
    public EngineRequestMessage ToHttpMessage() => new(this);
}
