using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using ContainerKit.Discovery;
using ContainerKit.Http;
using ContainerKit.Json;
using ContainerKit.Sessions;

namespace ContainerKit.Testing.Sessions;

/// <summary>
/// A client that finds and removes resources with a session label on an engine. It has its own connections, because
/// both the exiting process and the watchdog use it.
/// </summary>
internal sealed class SessionResourceClient(EngineEndpoint endpoint, Version apiVersion) : IDisposable
{
    private static readonly TimeSpan _requestTimeout = TimeSpan.FromSeconds(10);

    private static readonly string _unnamedImagesFilter =
        "filters=" + Uri.EscapeDataString(new JsonObject { ["reference"] = new JsonArray(ResourceLabels.ImageRepository) }.ToJsonString());

    private readonly HttpMessageInvoker _pool = ConnectionPool.OpenPool(endpoint);

    /// <summary>Finds the resources with a session label, in any state.</summary>
    /// <param name="session">The value of the label; null for any.</param>
    /// <exception cref="EngineRequestException">The engine did not respond, or its response was an error.</exception>
    /// <remarks>
    /// Engine API: <c>GET /containers/json</c>, <c>/networks</c>, <c>/volumes</c>, <c>/images/json</c>.
    /// </remarks>
    public async Task<IReadOnlyList<SessionResource>> FindAsync(string? session, CancellationToken cancellationToken)
    {
        var filter = CreateLabelFilter(ResourceLabels.Session, session);
        var lists = await Task.WhenAll(
            ListAsync("containers/json?all=1&" + filter, json => Read(ResourceKind.Container, json, "Id"), cancellationToken),
            ListAsync("networks?" + filter, json => Read(ResourceKind.Network, json, "Id"), cancellationToken),
            ListAsync(
                "volumes?" + filter, json => Read(ResourceKind.Volume, json.GetPropertyOrDefault("Volumes"), "Name"), cancellationToken),
            ListAsync(
                "images/json?" + CreateLabelFilter(ResourceLabels.ImageSession, session),
                json => Read(ResourceKind.Image, json, "Id"),
                cancellationToken),
            ListAsync("images/json?" + _unnamedImagesFilter, json => ReadUnnamedImages(json, session), cancellationToken))
            .ConfigureAwait(false);
        return [.. lists.SelectMany(list => list)];
    }

    /// <summary>Removes a resource.</summary>
    /// <returns>Null if the resource was removed or did not exist.</returns>
    /// <remarks>
    /// Engine API: <c>DELETE /containers/{id}</c>, <c>/networks/{id}</c>, <c>/volumes/{name}</c>,
    /// <c>/images/{name}</c>.
    /// </remarks>
    public Task<RemovalFailure?> RemoveAsync(
        SessionResource resource, CancellationToken cancellationToken) => DeleteAsync(resource.Kind switch
        {
            ResourceKind.Container => $"containers/{resource.Id}?force=1&v=1",
            ResourceKind.Network => $"networks/{resource.Id}",
            ResourceKind.Volume => $"volumes/{Uri.EscapeDataString(resource.Id)}?force=1",
            _ => $"images/{resource.Id}?force=1",
        }, cancellationToken);

    /// <summary>
    /// Removes an image by the name or id with which it was registered. If the image has another name, it is only
    /// untagged.
    /// </summary>
    /// <inheritdoc cref="RemoveAsync"/>
    public Task<RemovalFailure?> RemoveImageAsync(string image, CancellationToken cancellationToken) =>
        DeleteAsync($"images/{image}", cancellationToken);

    public void Dispose() => _pool.Dispose();

    private async Task<RemovalFailure?> DeleteAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            var (status, body) = await SendAsync(HttpMethod.Delete, path, cancellationToken).ConfigureAwait(false);
            if ((int)status < 300 || status == HttpStatusCode.NotFound) return null;
            var message = ReadErrorMessage(status, body);
            // "removal of container ... is already in progress"; see https://github.com/moby/moby/pull/26074.
            var isInProgress = status == HttpStatusCode.Conflict
                && message.Contains("already in progress", StringComparison.OrdinalIgnoreCase);
            return new RemovalFailure(message, isInProgress);
        }
        catch (EngineRequestException e)
        {
            return new RemovalFailure(e.Message, IsInProgress: false);
        }
    }

    private async Task<IReadOnlyList<SessionResource>> ListAsync(
        string path, Func<JsonElement, IReadOnlyList<SessionResource>> read, CancellationToken cancellationToken)
    {
        var (status, body) = await SendAsync(HttpMethod.Get, path, cancellationToken).ConfigureAwait(false);
        if (status != HttpStatusCode.OK) throw new EngineRequestException(ReadErrorMessage(status, body));
        try
        {
            using var json = JsonDocument.Parse(body);
            return read(json.RootElement);
        }
        catch (JsonException e)
        {
            throw new EngineRequestException("the response of the engine is incomplete or not valid JSON", e);
        }
    }

    private async Task<(HttpStatusCode Status, string Body)> SendAsync(HttpMethod method, string path, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(_requestTimeout);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            using var request = new HttpRequestMessage(method, $"http://docker/{endpoint.BasePath}v{apiVersion}/{path}");
            using var response = await _pool.SendAsync(request, linked.Token).ConfigureAwait(false);
            return (response.StatusCode, await response.Content.ReadAsStringAsync(linked.Token).ConfigureAwait(false));
        }
        catch (OperationCanceledException e)
        {
            throw new EngineRequestException("the engine did not respond in time", e);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or System.Net.Sockets.SocketException)
        {
            throw new EngineRequestException(ConnectionPool.GetFailureReason(e, endpoint), e);
        }
    }

    private static List<SessionResource> Read(ResourceKind kind, JsonElement list, string idProperty)
    {
        if (list.ValueKind != JsonValueKind.Array) return [];
        var label = kind == ResourceKind.Image ? ResourceLabels.ImageSession : ResourceLabels.Session;
        return
        [
            .. from item in list.EnumerateArray()
               let name = item.GetStringOrEmpty("Name") is { Length: > 0 } single ? single : GetFirstName(item)
               let session = item.GetPropertyOrDefault("Labels").GetStringOrEmpty(label)
               select new SessionResource(kind, item.GetStringOrEmpty(idProperty), name, session, ReadCreatedAt(kind, item)),
        ];
    }

    // Identified by name rather than id, so that an image to which the user has given another name is only untagged.
    private static List<SessionResource> ReadUnnamedImages(JsonElement list, string? session) =>
        list.ValueKind != JsonValueKind.Array ? [] :
    [
        .. from item in list.EnumerateArray()
           from name in item.GetStrings("RepoTags")
           let owner = ResourceLabels.GetImageSession(name)
           where owner is not null && (session is null || owner == session)
           select new SessionResource(ResourceKind.Image, name, name, owner, ReadCreatedAt(ResourceKind.Image, item)),
    ];

    private static DateTimeOffset? ReadCreatedAt(ResourceKind kind, JsonElement item) => kind switch
    {
        ResourceKind.Network => item.GetTimeOrNull("Created"),
        ResourceKind.Volume => item.GetTimeOrNull("CreatedAt"),
        _ => item.GetUnixTimeOrNull("Created"),
    };

    // Containers and images can have several names, or none, such as a dangling image.
    private static string GetFirstName(JsonElement item) =>
        item.GetStrings("Names").Concat(item.GetStrings("RepoTags")).FirstOrDefault()?.TrimStart('/') ?? item.GetStringOrEmpty("Id");

    private static string CreateLabelFilter(string label, string? value)
    {
        var filters = new JsonObject { ["label"] = new JsonArray(value is null ? label : $"{label}={value}") };
        return "filters=" + Uri.EscapeDataString(filters.ToJsonString());
    }

    private static string ReadErrorMessage(HttpStatusCode status, string body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            if (json.RootElement.GetStringOrEmpty("message") is { Length: > 0 } message) return message;
        }
        catch (JsonException)
        {
            // The response is not from the engine, for example an error page of a proxy.
        }

        return $"the engine responded with status {(int)status}: {body.Trim()}";
    }
}
