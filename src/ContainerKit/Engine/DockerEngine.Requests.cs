using System.Text.Json;
using ContainerKit.Diagnostics;
using ContainerKit.Http;
using ContainerKit.Registries;
using Microsoft.Extensions.Logging;

namespace ContainerKit;

public sealed partial class DockerEngine
{
    /// <summary>The factory of the engine's loggers: <see cref="DockerEngineOptions.LoggerFactory"/>.</summary>
    public ILoggerFactory LoggerFactory => Options.LoggerFactory;

    /// <summary>
    /// Sends a request that this library has no member for, over the connections and with the API version, the time limits and the
    /// exceptions of the library.
    /// </summary>
    /// <returns>The JSON of the response; <c>default</c> if the response is empty.</returns>
    /// <exception cref="ArgumentException">
    /// A part of the path is empty, <c>.</c> or <c>..</c>, or contains a control character.
    /// </exception>
    /// <exception cref="EngineApiException">The engine answered with an error.</exception>
    /// <exception cref="EngineUnavailableException">The engine did not answer, or its response is not JSON.</exception>
    public async Task<JsonElement> SendAsync(EngineApiRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var prepared = await PrepareAsync(request, cancellationToken).ConfigureAwait(false);
        return await ClientFor(request).SendJsonAsync(prepared, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Sends a request that this library has no member for, and reads the JSON of the response. Exceptions of the function are failures
    /// of the engine, so that a malformed response has the exceptions of the library.
    /// </summary>
    /// <param name="request">The request.</param>
    /// <param name="read">
    /// Reads the JSON of the response; <c>default</c> if the response is empty. It throws a <see cref="FormatException"/> if the
    /// response lacks a value, with a message such as <c>it has no ID</c>.
    /// </param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>The result of the function.</returns>
    /// <exception cref="ArgumentException">
    /// A part of the path is empty, <c>.</c> or <c>..</c>, or contains a control character.
    /// </exception>
    /// <exception cref="EngineApiException">The engine answered with an error.</exception>
    /// <exception cref="EngineUnavailableException">
    /// The engine did not answer, its response is not JSON, or the function threw an exception for a wrong type, format or number.
    /// </exception>
    public async Task<T> SendAsync<T>(
        EngineApiRequest request, Func<JsonElement, T> read, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(read);
        var prepared = await PrepareAsync(request, cancellationToken).ConfigureAwait(false);
        return await ClientFor(request)
            .SendJsonAsync(
                prepared, json => read(json.ValueKind == JsonValueKind.Undefined ? default : json.Clone()), cancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>
    /// Sends a request that this library has no member for, and returns the body of the response as a stream, such as a log. The
    /// stream has no time limit; the token of each read cancels it.
    /// </summary>
    /// <returns>The stream. The caller disposes it, which releases the connection.</returns>
    /// <inheritdoc cref="SendAsync(EngineApiRequest, CancellationToken)"/>
    public async Task<Stream> OpenAsync(EngineApiRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var prepared = await PrepareAsync(request, cancellationToken).ConfigureAwait(false) with { IsStreamed = true };
        var client = ClientFor(request);
        var response = await client.OpenAsync(prepared, cancellationToken).ConfigureAwait(false);
        return await client.ReadAsync(prepared, response, cancellationToken).ConfigureAwait(false);
    }

    private EngineClient ClientFor(EngineApiRequest request) => request.IsCleanup ? ApiClient.ForCleanup : ApiClient;

    private async Task<EngineRequest> PrepareAsync(EngineApiRequest request, CancellationToken cancellationToken)
    {
        ValidatePath(request.Path);
        var query = new QueryString();
        foreach (var (name, value) in request.Query) query.Add(name, value);
        var prepared = new EngineRequest(request.Method, request.Path, request.Operation)
        {
            Query = query,
            Timeout = request.Timeout,
            Secrets = request.Secrets,
        };
        if (request.Body is { } body) prepared = prepared with { Json = body };
        if (request.CredentialsOf is not { } image) return prepared;
        var registry = RegistryName.Of(image);
        var resolved = await CredentialSource.For(ApiClient).FindAsync(registry, given: null, cancellationToken).ConfigureAwait(false);
        return resolved.Credential is null
            ? prepared
            : prepared with { RegistryAuth = RegistryHeaders.Auth(registry, resolved.Credential) };
    }

    // A URL with such a part is shortened, by .NET or by the engine, so that it would address another resource.
    private static void ValidatePath(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        var parts = path.Split('?')[0].Split('/').Select(Uri.UnescapeDataString);
        if (!path.Any(char.IsControl) && !parts.Any(static part => part is "" or "." or "..")) return;
        throw ArgumentErrors.Create(
            $"'{path}' is not the path of a request: no part between slashes may be empty, '.' or '..', "
            + "and none may contain a control character. Check the name or the id in it.",
            nameof(path));
    }
}
