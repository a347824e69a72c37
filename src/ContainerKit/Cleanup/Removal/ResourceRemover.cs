using System.Net;
using System.Text.Json;
using ContainerKit.Http;
using ContainerKit.Json;

namespace ContainerKit.Cleanup;

/// <summary>
/// Lists and removes resources on one engine, for plans, sessions and the watchdog. It knows the paths, the parameters
/// and the error responses of each kind of resource. Its callers decide when to retry.
/// </summary>
/// <param name="client">The client that sends the requests.</param>
/// <param name="requestTimeout">The timeout of one request.</param>
internal sealed class ResourceRemover(ICleanupClient client, TimeSpan requestTimeout)
{
    /// <summary>Lists the resources of a kind that match the filters, in any state.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="filters">The filters.</param>
    /// <param name="operation">Completes the sentence "Could not ...".</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="CleanupRequestException">The request failed.</exception>
    /// <remarks>
    /// Engine API: <c>GET /containers/json</c>, <c>/networks</c>, <c>/volumes</c>, <c>/images/json</c>.
    /// </remarks>
    public async Task<IReadOnlyList<JsonElement>> ListAsync(
        ResourceKind kind, EngineFilters filters, string operation, CancellationToken cancellationToken)
    {
        var (path, query) = kind switch
        {
            ResourceKind.Container => ("containers/json", new QueryString { { "all", true }, filters }),
            ResourceKind.Network => ("networks", new QueryString { filters }),
            ResourceKind.Volume => ("volumes", new QueryString { filters }),
            _ => ("images/json", new QueryString { filters }),
        };
        var request = new CleanupRequest(HttpMethod.Get, path, query, operation, requestTimeout);
        var json = await client.SendAsync(request, cancellationToken).ConfigureAwait(false);
        if (kind == ResourceKind.Volume) return [.. json.EnumerateItems("Volumes")];
        return json.ValueKind == JsonValueKind.Array ? [.. json.EnumerateArray()] : [];
    }

    /// <summary>Returns the id of a listed resource. The id of a volume is its name.</summary>
    public static string GetId(ResourceKind kind, JsonElement item) => item.GetStringOrEmpty(kind == ResourceKind.Volume ? "Name" : "Id");

    /// <summary>Removes a resource. A container is removed in any state.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="id">The id; for an image also a name. The engine removes an image with its last name.</param>
    /// <param name="resource">The kind and name for messages.</param>
    /// <param name="force">
    /// Indicates whether a volume is removed even if its driver reports an error, and an image even if it has several
    /// names or a stopped container uses it.
    /// </param>
    /// <param name="withVolumes">Indicates whether the anonymous volumes of a container are removed too.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <remarks>
    /// Engine API: <c>DELETE /containers/{id}</c>, <c>/networks/{id}</c>, <c>/volumes/{name}</c>, <c>/images/{name}</c>.
    /// </remarks>
    public async Task<RemovalResult> RemoveAsync(
        ResourceKind kind, string id, string resource, bool force, bool withVolumes, CancellationToken cancellationToken)
    {
        QueryString? forced = force ? new() { { "force", true } } : null;
        var (path, query) = kind switch
        {
            ResourceKind.Container => ($"containers/{id}", new QueryString { { "force", true }, { "v", withVolumes } }),
            ResourceKind.Network => ($"networks/{id}", null),
            ResourceKind.Volume => ($"volumes/{Uri.EscapeDataString(id)}", forced),
            _ => ($"images/{id}", forced),
        };
        try
        {
            var request = new CleanupRequest(HttpMethod.Delete, path, query, $"remove {resource}", requestTimeout);
            await client.SendAsync(request, cancellationToken).ConfigureAwait(false);
            return new(RemovalOutcome.Removed, null);
        }
        catch (CleanupRequestException e)
        {
            var outcome = Classify(kind, e.Status, e.Message);
            return new(outcome, outcome == RemovalOutcome.NotFound ? null : e);
        }
    }

    private static RemovalOutcome Classify(ResourceKind kind, HttpStatusCode? status, string message)
    {
        if (status is null) return RemovalOutcome.Failed;
        if (status == HttpStatusCode.NotFound) return RemovalOutcome.NotFound;
        // Docker: "removal of container ... is already in progress"; see ContainerRm in
        // https://github.com/moby/moby/blob/0137446248d7/daemon/delete.go
        if (status == HttpStatusCode.Conflict && Contains("already in progress")) return RemovalOutcome.InProgress;
        var isInUse = kind switch
        {
            // Only running containers prevent the removal of a network. Docker: "network ... has active endpoints",
            // Podman: "network is being used"; see https://github.com/moby/moby/blob/0912ecfc05ba/libnetwork/error.go and
            // https://github.com/containers/podman/blob/04084a2c8e62/libpod/define/errors.go
            ResourceKind.Network => Contains("active endpoints") || Contains("in use") || Contains("being used"),
            // Stopped containers prevent the removal of a volume or an image too.
            ResourceKind.Volume or ResourceKind.Image => status == HttpStatusCode.Conflict,
            _ => false,
        };
        return isInUse ? RemovalOutcome.InUse : RemovalOutcome.Failed;

        bool Contains(string text) => message.Contains(text, StringComparison.OrdinalIgnoreCase);
    }
}
