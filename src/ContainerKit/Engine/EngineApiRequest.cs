using System.Text.Json.Nodes;

namespace ContainerKit;

/// <summary>
/// One request of the Engine API, for a package or an application that needs a part of the API that this library does not have.
/// <see cref="DockerEngine.SendAsync(EngineApiRequest, CancellationToken)"/> and <see cref="DockerEngine.OpenAsync"/> send it.
/// </summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">
/// The path below the API version, without a leading slash, such as <c>services/web</c>. The caller escapes the names in it.
/// No part between slashes may be empty, <c>.</c> or <c>..</c>.
/// </param>
/// <param name="Operation">
/// The text that completes the sentence "Could not ..." in exceptions, such as <c>scale service web</c>.
/// </param>
/// <example><code>
/// var json = await engine.SendAsync(new EngineApiRequest(HttpMethod.Get, "plugins", "list the plugins"), cancellationToken);
/// </code></example>
public sealed record EngineApiRequest(HttpMethod Method, string Path, string Operation)
{
    /// <summary>The query parameters. Their values are escaped when the request is sent. Default: none.</summary>
    public IReadOnlyDictionary<string, string> Query { get; init; } = new Dictionary<string, string>();

    /// <summary>The body, sent as JSON. Default: none.</summary>
    public JsonNode? Body { get; init; }

    /// <summary>
    /// The secret values of the request, which are replaced in the engine's error messages. Default: none.
    /// </summary>
    public IReadOnlyList<string> Secrets { get; init; } = [];

    /// <summary>
    /// The image whose registry's credentials are sent in the header <c>X-Registry-Auth</c>. They are found as for a pull.
    /// Default: none; no header is sent.
    /// </summary>
    public ImageReference? CredentialsOf { get; init; }

    /// <summary>The time limit for the response. Default: <see cref="DockerEngineOptions.RequestTimeout"/>.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>
    /// Indicates whether the request is sent even after the engine object was disposed, as the removal of a resource has to be.
    /// Default: false.
    /// </summary>
    public bool IsCleanup { get; init; }

    /// <summary>Returns the method, the path and the operation, without the body, the query and the secrets.</summary>
    public override string ToString() => $"{Method} /{Path} ({Operation})";
}
