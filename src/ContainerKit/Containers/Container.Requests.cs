using System.Net;
using System.Text.Json;

namespace ContainerKit;

// How the verbs ask: about this container by its id, with a clear answer where it was removed.
public sealed partial class Container
{
    /// <summary>Asks something of the container that changes it, with the request timeout.</summary>
    internal Task<JsonElement> PostAsync(string verb, string path, CancellationToken cancellationToken) =>
        PostAsync(verb, path, null, Engine.Options.RequestTimeout, cancellationToken);

    /// <summary>Asks something of the container that changes it.</summary>
    /// <param name="limit">How long the engine may take.</param>
    internal async Task<JsonElement> PostAsync(string verb, string path, HttpContent? body, TimeSpan limit, CancellationToken cancellationToken)
    {
        try
        {
            return await Engine.Calls.SendJsonAsync($"{verb} {this}", HttpMethod.Post, $"containers/{Id}/{path}", body, limit, cancellationToken).ConfigureAwait(false);
        }
        catch (EngineApiException e) when (e.StatusCode == HttpStatusCode.NotFound)
        {
            throw NotFound(verb, e);
        }
    }

    /// <summary>Asks what the engine knows of the container.</summary>
    internal async Task<JsonElement> GetAsync(string verb, string path, TimeSpan limit, CancellationToken cancellationToken)
    {
        try
        {
            return await Engine.Calls.SendJsonAsync($"{verb} {this}", HttpMethod.Get, $"containers/{Id}/{path}", null, limit, cancellationToken).ConfigureAwait(false);
        }
        catch (EngineApiException e) when (e.StatusCode == HttpStatusCode.NotFound)
        {
            throw NotFound(verb, e);
        }
    }

    /// <summary>What the engine knows of the container, in its own words.</summary>
    internal Task<JsonElement> InspectRawAsync(CancellationToken cancellationToken) => GetAsync("inspect", "json", Engine.Options.RequestTimeout, cancellationToken);

    /// <summary>Asks for a stream of what the engine knows of the container. The caller disposes the answer.</summary>
    internal async Task<HttpResponseMessage> OpenAsync(string verb, string path, CancellationToken cancellationToken)
    {
        try
        {
            return await Engine.Calls.OpenAsync(
                $"{verb} {this}", HttpMethod.Get, $"containers/{Id}/{path}", null, null, Engine.Options.RequestTimeout, cancellationToken).ConfigureAwait(false);
        }
        catch (EngineApiException e) when (e.StatusCode == HttpStatusCode.NotFound)
        {
            throw NotFound(verb, e);
        }
    }
}
