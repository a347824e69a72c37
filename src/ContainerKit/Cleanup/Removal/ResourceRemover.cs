using System.Net;
using System.Text.Json;
using ContainerKit.Diagnostics;
using ContainerKit.Http;
using ContainerKit.Json;
using ContainerKit.Sessions;

namespace ContainerKit.Cleanup;

/// <summary>
/// Lists and removes resources on one engine, for plans, sessions and the watchdog. It knows the paths, the parameters
/// and the error responses of each kind of resource. Its callers decide when to retry.
/// </summary>
/// <param name="client">The client that sends the requests.</param>
/// <param name="requestTimeout">The timeout of one request.</param>
internal sealed class ResourceRemover(ICleanupClient client, TimeSpan requestTimeout)
{
    /// <summary>Finds the resources of a kind with a label, in any state.</summary>
    /// <param name="kind">The kind; not an image, because images inherit labels.</param>
    /// <param name="label">The name of the label.</param>
    /// <param name="value">The value of the label; null for any.</param>
    /// <param name="operation">Completes the sentence "Could not ...".</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="CleanupRequestException">The request failed.</exception>
    /// <remarks>Engine API: <c>GET /containers/json</c>, <c>/networks</c>, <c>/volumes</c>.</remarks>
    public async Task<IReadOnlyList<ListedResource>> FindByLabelAsync(
        ResourceKind kind, string label, string? value, string operation, CancellationToken cancellationToken)
    {
        var filters = new EngineFilters().Add("label", value is null ? label : $"{label}={value}");
        var list = await ListAsync(kind, filters, operation, cancellationToken).ConfigureAwait(false);
        // An engine or a proxy that does not apply the filter lists foreign resources too.
        return
        [
            .. from item in list
               let resource = ListedResource.Read(kind, item)
               where resource?.GetLabel(label) is { Length: > 0 } actual && (value is null || actual == value)
               select resource,
        ];
    }

    /// <summary>Finds the names that the library generated for images.</summary>
    /// <param name="session">The session in the names; null for any.</param>
    /// <param name="operation">Completes the sentence "Could not ...".</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="CleanupRequestException">The request failed.</exception>
    /// <remarks>Engine API: <c>GET /images/json</c>.</remarks>
    public async Task<IReadOnlyList<ListedResource>> FindGeneratedImageNamesAsync(
        string? session, string operation, CancellationToken cancellationToken)
    {
        var filters = new EngineFilters().Add("reference", ResourceLabels.ImageRepository);
        var list = await ListAsync(ResourceKind.Image, filters, operation, cancellationToken).ConfigureAwait(false);
        return [.. list.SelectMany(ListedResource.ReadGeneratedNames).Where(image => session is null || image.Session == session)];
    }

    /// <summary>
    /// Returns the session and the nonce in the labels of an image; null if the engine does not have the image.
    /// </summary>
    /// <exception cref="CleanupRequestException">The request failed.</exception>
    /// <remarks>Engine API: <c>GET /images/{name}/json</c>.</remarks>
    public async Task<(string Session, string Nonce)?> GetImageLabelsAsync(string image, CancellationToken cancellationToken)
    {
        try
        {
            var path = ResourcePath.For(ResourceKind.Image, image) + "/json";
            var request = new CleanupRequest(HttpMethod.Get, path, null, $"inspect image {image}", requestTimeout);
            var json = await client.SendAsync(request, cancellationToken).ConfigureAwait(false);
            var labels = json.GetPropertyOrDefault("Config").GetPropertyOrDefault("Labels");
            return (labels.GetStringOrEmpty(ResourceLabels.Session), labels.GetStringOrEmpty(ResourceLabels.Create));
        }
        catch (CleanupRequestException e) when (e.Status == HttpStatusCode.NotFound || Classify(e) == EngineErrorKind.ImageNotFound)
        {
            return null;
        }
        catch (InvalidOperationException e)
        {
            // A string that is not valid Unicode.
            throw new CleanupRequestException(null, $"the response of the engine for image {image} makes no sense", e);
        }
    }

    /// <summary>
    /// Lists the resources of a kind, in any state. The result may contain resources that do not match the filters.
    /// </summary>
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
        var query = kind switch
        {
            ResourceKind.Container => new QueryString { { "force", true }, { "v", withVolumes } },
            ResourceKind.Volume or ResourceKind.Image when force => new QueryString { { "force", true } },
            _ => null,
        };
        var wasKilled = false;
        try
        {
            var path = ResourcePath.For(kind, id);
            if (kind == ResourceKind.Container && client.Quirks.RemovesContainersSlowly)
                wasKilled = await TryKillAsync(path, resource, cancellationToken).ConfigureAwait(false);
            else if (kind == ResourceKind.Network && client.Quirks.RemovesUsedNetworksById)
                path = await FindNetworkPathAsync(path, resource, cancellationToken).ConfigureAwait(false);
            var request = new CleanupRequest(HttpMethod.Delete, path, query, $"remove {resource}", requestTimeout);
            await client.SendAsync(request, cancellationToken).ConfigureAwait(false);
            return new(RemovalOutcome.Removed, null);
        }
        catch (CleanupRequestException e)
        {
            var outcome = Classify(kind, e);
            // The engine removes a container with AutoRemove when it was killed.
            if (wasKilled && outcome == RemovalOutcome.NotFound) outcome = RemovalOutcome.Removed;
            return new(outcome, outcome is RemovalOutcome.NotFound or RemovalOutcome.Removed ? null : e);
        }
    }

    private async Task<bool> TryKillAsync(string path, string resource, CancellationToken cancellationToken)
    {
        try
        {
            var request = new CleanupRequest(HttpMethod.Post, path + "/kill", null, $"kill {resource}", requestTimeout);
            await client.SendAsync(request, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (CleanupRequestException e) when (e.Status is not null)
        {
            // The container does not run, or does not exist. The response to the removal reports it.
            return false;
        }
    }

    private async Task<string> FindNetworkPathAsync(string path, string resource, CancellationToken cancellationToken)
    {
        var request = new CleanupRequest(HttpMethod.Get, path, null, $"inspect {resource}", requestTimeout);
        var network = await client.SendAsync(request, cancellationToken).ConfigureAwait(false);
        return network.GetStringOrEmpty("Name") is { Length: > 0 } name ? ResourcePath.For(ResourceKind.Network, name) : path;
    }

    private EngineErrorKind Classify(CleanupRequestException e) => client.Quirks.Classify(e.Status, e.Message);

    private RemovalOutcome Classify(ResourceKind kind, CleanupRequestException e)
    {
        var (status, message) = (e.Status, e.Message);
        if (Classify(e) == EngineErrorKind.ResourceInUse && kind != ResourceKind.Container) return RemovalOutcome.InUse;
        if (Classify(e) == EngineErrorKind.ImageNotFound && kind == ResourceKind.Image) return RemovalOutcome.NotFound;
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
