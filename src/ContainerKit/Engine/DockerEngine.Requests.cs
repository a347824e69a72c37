using System.Text.Json;
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
    /// <exception cref="EngineApiException">The engine answered with an error.</exception>
    /// <exception cref="EngineUnavailableException">The engine did not answer, or its response is not JSON.</exception>
    public async Task<JsonElement> SendAsync(EngineApiRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var prepared = await PrepareAsync(request, cancellationToken).ConfigureAwait(false);
        return await ClientFor(request).SendJsonAsync(prepared, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Sends a request that this library has no member for, and returns the body of the response as a stream, such as a log. The
    /// stream has no time limit; the token of each read cancels it.
    /// </summary>
    /// <returns>The stream. The caller disposes it, which releases the connection.</returns>
    /// <inheritdoc cref="SendAsync"/>
    public async Task<Stream> OpenAsync(EngineApiRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var prepared = await PrepareAsync(request, cancellationToken).ConfigureAwait(false) with { IsOutput = true };
        var client = ClientFor(request);
        var response = await client.OpenAsync(prepared, cancellationToken).ConfigureAwait(false);
        return await client.ReadAsync(request.Operation, response, cancellationToken).ConfigureAwait(false);
    }

    private EngineClient ClientFor(EngineApiRequest request) => request.IsCleanup ? ApiClient.ForCleanup : ApiClient;

    private async Task<EngineRequest> PrepareAsync(EngineApiRequest request, CancellationToken cancellationToken)
    {
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
}
