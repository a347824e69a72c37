using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using ContainerKit.Discovery;
using ContainerKit.Http;
using ContainerKit.Json;
using ContainerKit.Sessions;

namespace ContainerKit.Testing.Sessions;

/// <summary>
/// Finds what carries a session's label on an engine, and removes it, over connections of its own: it serves the process that ends as
/// well as the watchdog that outlives it.
/// </summary>
internal sealed class SessionResourceClient(EngineEndpoint endpoint, Version apiVersion) : IDisposable
{
    private static readonly TimeSpan _limit = TimeSpan.FromSeconds(10);

    private static readonly string _unnamed =
        "filters=" + Uri.EscapeDataString(new JsonObject { ["reference"] = new JsonArray(ResourceLabels.ImageRepository) }.ToJsonString());

    private readonly HttpMessageInvoker _pool = ConnectionPool.OpenPool(endpoint);

    /// <summary>Finds what carries a label, in whatever state.</summary>
    /// <param name="session">The label's value; null for any.</param>
    /// <exception cref="EngineRequestException">The engine does not answer, or not well.</exception>
    /// <remarks>Engine API: <c>GET /containers/json</c>, <c>/networks</c>, <c>/volumes</c>, <c>/images/json</c>.</remarks>
    public async Task<IReadOnlyList<SessionResource>> FindAsync(string? session, CancellationToken cancellationToken)
    {
        var own = Filter(ResourceLabels.Session, session);
        var lists = await Task.WhenAll(
            ListAsync("containers/json?all=1&" + own, json => Read(ResourceKind.Container, json, "Id"), cancellationToken),
            ListAsync("networks?" + own, json => Read(ResourceKind.Network, json, "Id"), cancellationToken),
            ListAsync("volumes?" + own, json => Read(ResourceKind.Volume, json.GetPropertyOrDefault("Volumes"), "Name"), cancellationToken),
            ListAsync("images/json?" + Filter(ResourceLabels.ImageSession, session), json => Read(ResourceKind.Image, json, "Id"), cancellationToken),
            ListAsync("images/json?" + _unnamed, json => ReadUnnamed(json, session), cancellationToken)).ConfigureAwait(false);
        return [.. lists.SelectMany(list => list)];
    }

    /// <summary>Removes one thing.</summary>
    /// <returns>Null when it is gone; else why it is not.</returns>
    /// <remarks>Engine API: <c>DELETE /containers/{id}</c>, <c>/networks/{id}</c>, <c>/volumes/{name}</c>, <c>/images/{name}</c>.</remarks>
    public Task<RemovalFailure?> RemoveAsync(SessionResource thing, CancellationToken cancellationToken) => DeleteAsync(thing.Kind switch
    {
        ResourceKind.Container => $"containers/{thing.Id}?force=1&v=1",
        ResourceKind.Network => $"networks/{thing.Id}",
        ResourceKind.Volume => $"volumes/{Uri.EscapeDataString(thing.Id)}?force=1",
        _ => $"images/{thing.Id}?force=1",
    }, cancellationToken);

    /// <summary>Removes an image by the name or id that it was registered with. Another name that the image has keeps it.</summary>
    /// <inheritdoc cref="RemoveAsync"/>
    public Task<RemovalFailure?> RemoveImageAsync(string image, CancellationToken cancellationToken) => DeleteAsync($"images/{image}", cancellationToken);

    public void Dispose() => _pool.Dispose();

    private async Task<RemovalFailure?> DeleteAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            var (status, body) = await SendAsync(HttpMethod.Delete, path, cancellationToken).ConfigureAwait(false);
            if ((int)status < 300 || status == HttpStatusCode.NotFound) return null;
            var said = Said(status, body);
            return new RemovalFailure(said, IsOnItsWay: status == HttpStatusCode.Conflict && said.Contains("already in progress", StringComparison.OrdinalIgnoreCase));
        }
        catch (EngineRequestException e)
        {
            return new RemovalFailure(e.Message, IsOnItsWay: false);
        }
    }

    private async Task<IReadOnlyList<SessionResource>> ListAsync(
        string path, Func<JsonElement, IReadOnlyList<SessionResource>> read, CancellationToken cancellationToken)
    {
        var (status, body) = await SendAsync(HttpMethod.Get, path, cancellationToken).ConfigureAwait(false);
        if (status != HttpStatusCode.OK) throw new EngineRequestException(Said(status, body));
        try
        {
            using var json = JsonDocument.Parse(body);
            return read(json.RootElement);
        }
        catch (JsonException e)
        {
            throw new EngineRequestException("its answer broke off or is not JSON", e);
        }
    }

    private async Task<(HttpStatusCode Status, string Body)> SendAsync(HttpMethod method, string path, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(_limit);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            using var request = new HttpRequestMessage(method, $"http://docker/v{apiVersion}/{path}");
            using var response = await _pool.SendAsync(request, both.Token).ConfigureAwait(false);
            return (response.StatusCode, await response.Content.ReadAsStringAsync(both.Token).ConfigureAwait(false));
        }
        catch (OperationCanceledException e)
        {
            throw new EngineRequestException("it did not answer in time", e);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or System.Net.Sockets.SocketException)
        {
            throw new EngineRequestException(ConnectionPool.GetFailureReason(e, endpoint), e);
        }
    }

    private static List<SessionResource> Read(ResourceKind kind, JsonElement list, string id) => list.ValueKind != JsonValueKind.Array ? [] :
    [
        .. from item in list.EnumerateArray()
           let name = item.GetStringOrEmpty("Name") is { Length: > 0 } own ? own : FirstName(item)
           let session = item.GetPropertyOrDefault("Labels").GetStringOrEmpty(kind == ResourceKind.Image ? ResourceLabels.ImageSession : ResourceLabels.Session)
           select new SessionResource(kind, item.GetStringOrEmpty(id), name, session, Made(kind, item)),
    ];

    // Known by its name, since that is what goes: somebody may have given the image another one.
    private static List<SessionResource> ReadUnnamed(JsonElement list, string? session) => list.ValueKind != JsonValueKind.Array ? [] :
    [
        .. from item in list.EnumerateArray()
           from name in item.GetStrings("RepoTags")
           let owner = ResourceLabels.GetImageSession(name)
           where owner is not null && (session is null || owner == session)
           select new SessionResource(ResourceKind.Image, name, name, owner, Made(ResourceKind.Image, item)),
    ];

    private static DateTimeOffset? Made(ResourceKind kind, JsonElement item) => kind switch
    {
        ResourceKind.Network => item.GetTimeOrNull("Created"),
        ResourceKind.Volume => item.GetTimeOrNull("CreatedAt"),
        _ => item.GetUnixTimeOrNull("Created"),
    };

    // Containers and images have several names, or none: a commit that lost its name, say.
    private static string FirstName(JsonElement item) =>
        item.GetStrings("Names").Concat(item.GetStrings("RepoTags")).FirstOrDefault()?.TrimStart('/') ?? item.GetStringOrEmpty("Id");

    private static string Filter(string label, string? value)
    {
        var filters = new JsonObject { ["label"] = new JsonArray(value is null ? label : $"{label}={value}") };
        return "filters=" + Uri.EscapeDataString(filters.ToJsonString());
    }

    private static string Said(HttpStatusCode status, string body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            if (json.RootElement.GetStringOrEmpty("message") is { Length: > 0 } message) return message;
        }
        catch (JsonException)
        {
            // A proxy's own words, say.
        }

        return $"it answered {(int)status} {body.Trim()}";
    }
}
