using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using ContainerKit.Cleanup;
using ContainerKit.Diagnostics;
using ContainerKit.Http;
using ContainerKit.Json;
using ContainerKit.Plans;
using ContainerKit.Sessions;

namespace ContainerKit.Volumes;

/// <summary>Creates, inspects, lists, measures and prunes volumes.</summary>
internal static class VolumeOperations
{
    // From this API version on, the volumes are in VolumeUsage if the query has "verbose". The older list is to be removed: see
    // https://github.com/moby/moby/blob/b985e2313a8676e18072b442911fc8f64f17d440/daemon/server/router/system/system_routes.go.
    private static readonly Version _verboseUsageApi = new(1, 52);

    // Engines before this API version cannot restrict the disk usage to volumes.
    private static readonly Version _partialUsageApi = new(1, 42);

    // Docker Engine 23.0; see "v1.42 API changes" in https://docs.docker.com/reference/api/engine/version-history/. Before it,
    // a prune removes named volumes too, and the filter "all" is an error. The Docker CLI prunes then as well.
    private static readonly Version _pruneAllApi = new(1, 42);

    /// <summary>Creates a volume. The plan removes it unless it is part of the plan's result.</summary>
    /// <exception cref="NameConflictException">Another volume has the name.</exception>
    /// <remarks>Engine API: <c>POST /volumes/create</c>.</remarks>
    public static async Task<VolumeClient> CreateAsync(PlanContext context, VolumeSpec spec)
    {
        var engine = context.Engine;
        var nonce = ResourceLabels.NewNonce();
        var name = spec.Name ?? $"volume-{nonce[..8]}";
        // Connected before the volume is tracked: if the engine cannot be reached, there is no volume to remove.
        var endpoint = await engine.GetEndpointAsync(context.Token).ConfigureAwait(false);
        var body = new JsonObject
        {
            ["Name"] = name,
            ["Driver"] = spec.Driver,
            ["DriverOpts"] = JsonBody.FromMap(spec.Options),
            ["Labels"] = JsonBody.FromMap(ResourceLabels.AddTo(spec.Labels, endpoint, nonce)),
        };
        var volume = new TrackedVolume(engine, name, nonce);
        var request = EngineRequest.Post("volumes/create", $"create {volume}") with
        {
            Json = body,
            CreatesResource = true,
            Secrets = RequestSecrets.FromOptions(spec.Options),
        };
        try
        {
            await context.CreateTrackedAsync(volume, async token =>
            {
                var response = await engine.SendJsonAsync(request, token).ConfigureAwait(false);
                engine.RequireName(request.Operation, response.GetStringOrEmpty("Name"));
                // For an existing name, engines return the existing volume with the status of a created one.
                var label = response.GetPropertyOrDefault("Labels").GetStringOrEmpty(ResourceLabels.Create);
                return label == nonce ? name : throw NameConflict(volume, null);
            }).ConfigureAwait(false);
        }
        catch (NameConflictException)
        {
            context.Untrack(volume);
            throw;
        }
        catch (EngineApiException e) when (e.StatusCode == HttpStatusCode.Conflict || e.Kind == EngineErrorKind.NameConflict)
        {
            throw NameConflict(volume, e);
        }

        return new VolumeClient(engine, name, IsOwned: true);
    }

    /// <summary>Finds a volume by its name. The caller does not own it.</summary>
    /// <exception cref="VolumeNotFoundException">There is no such volume.</exception>
    /// <remarks>Engine API: <c>GET /volumes/{name}</c>.</remarks>
    public static async Task<VolumeClient> FindAsync(EngineClient engine, string name, CancellationToken cancellationToken) =>
        new(
            engine,
            engine.RequireName($"find volume {name}", (await InspectAsync(engine, name, cancellationToken).ConfigureAwait(false)).Name),
            IsOwned: false);

    /// <summary>Returns the details of a volume.</summary>
    /// <exception cref="VolumeNotFoundException">There is no such volume.</exception>
    /// <remarks>Engine API: <c>GET /volumes/{name}</c>.</remarks>
    public static async Task<VolumeDetails> InspectAsync(EngineClient engine, string name, CancellationToken cancellationToken)
    {
        var request = EngineRequest.Get($"volumes/{PathSegment.Escape(name, "volume")}", $"inspect volume {name}") with
        {
            NotFound = e => NotFound(name, "find", e),
        };
        var details = VolumeDetails.Read(await engine.SendJsonAsync(request, cancellationToken).ConfigureAwait(false));
        return details.Name.Length > 0 ? details
            : throw engine.InvalidResponse(request.Operation, "its response does not describe the volume");
    }

    /// <summary>Returns the volumes that match a filter.</summary>
    /// <remarks>Engine API: <c>GET /volumes</c>.</remarks>
    public static async Task<IReadOnlyList<VolumeDetails>> ListAsync(
        EngineClient engine, VolumeFilter filter, CancellationToken cancellationToken)
    {
        var quirks = await engine.GetQuirksAsync(cancellationToken).ConfigureAwait(false);
        var isFilteredHere = quirks.MatchesAnyVolumeFilter;
        var request = EngineRequest.Get("volumes", "list volumes") with
        {
            // The use of a volume is known to the engine only, and is the only condition that it then gets.
            Query = (isFilteredHere ? new VolumeFilter { IsUnused = filter.IsUnused } : filter).Query(),
        };
        var volumes = await engine.SendJsonAsync(request, cancellationToken).ConfigureAwait(false);
        var found = volumes.EnumerateItems("Volumes").Select(VolumeDetails.Read);
        return [.. isFilteredHere ? found.Where(filter.Matches) : found];
    }

    /// <summary>Returns the disk usage of a volume.</summary>
    /// <exception cref="VolumeNotFoundException">There is no such volume.</exception>
    /// <remarks>Engine API: <c>GET /system/df</c>.</remarks>
    public static async Task<VolumeUsage> MeasureAsync(EngineClient engine, string name, CancellationToken cancellationToken)
    {
        var volumes = await GetUsageAsync(engine, $"measure volume {name}", cancellationToken).ConfigureAwait(false);
        var volume = volumes.FirstOrDefault(volume => volume.GetStringOrEmpty("Name") == name);
        return volume.ValueKind == JsonValueKind.Object
            ? VolumeUsage.Read(volume.GetPropertyOrDefault("UsageData"))
            : throw NotFound(name, "measure", null);
    }

    /// <summary>Removes the unused volumes that match a filter.</summary>
    /// <remarks>
    /// Engine API: <c>POST /volumes/prune</c>. On Podman instead <c>GET /volumes</c>, <c>GET /system/df</c>, and
    /// <c>DELETE /volumes/{name}</c> for each volume.
    /// </remarks>
    public static async Task<PruneReport> PruneAsync(
        EngineClient engine, VolumePruneFilter filter, CancellationToken cancellationToken)
    {
        var api = await engine.GetApiVersionAsync(cancellationToken).ConfigureAwait(false);
        var quirks = await engine.GetQuirksAsync(cancellationToken).ConfigureAwait(false);
        if (quirks.MatchesAnyVolumeFilter)
            return await PruneOneByOneAsync(engine, filter, supportsAll: api >= _pruneAllApi, cancellationToken).ConfigureAwait(false);
        // No timeout: the engine measures the files of all volumes that it removes.
        var request = EngineRequest.Post("volumes/prune", "prune volumes") with
        {
            Query = filter.Query(supportsAll: api >= _pruneAllApi),
            Timeout = Timeout.InfiniteTimeSpan,
        };
        return PruneReport.Read(await engine.SendJsonAsync(request, cancellationToken).ConfigureAwait(false), "VolumesDeleted");
    }

    private static async Task<PruneReport> PruneOneByOneAsync(
        EngineClient engine, VolumePruneFilter filter, bool supportsAll, CancellationToken cancellationToken)
    {
        var unused = await ListAsync(engine, new VolumeFilter { IsUnused = true }, cancellationToken).ConfigureAwait(false);
        List<VolumeDetails> selected = [.. unused.Where(volume => filter.Matches(volume, supportsAll))];
        if (selected.Count == 0) return new PruneReport { Removed = [] };
        var sizes = await GetSizesAsync(engine, cancellationToken).ConfigureAwait(false);
        var removed = new List<string>();
        foreach (var volume in selected)
        {
            var request = EngineRequest.Delete($"volumes/{PathSegment.Escape(volume.Name, "volume")}", $"prune volume {volume.Name}");
            try
            {
                await engine.SendAsync(request, cancellationToken).ConfigureAwait(false);
                removed.Add(volume.Name);
            }
            catch (EngineApiException e) when (e.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Conflict
                || e.Kind == EngineErrorKind.ResourceInUse)
            {
                // A container has used the volume since, or it was removed. A prune of an engine keeps it as well.
            }
        }

        return new PruneReport { Removed = removed, ReclaimedBytes = removed.SumOf(name => sizes.GetValueOrDefault(name)) };
    }

    private static async Task<Dictionary<string, long>> GetSizesAsync(EngineClient engine, CancellationToken cancellationToken)
    {
        var sizes = new Dictionary<string, long>();
        foreach (var volume in await GetUsageAsync(engine, "measure volumes", cancellationToken).ConfigureAwait(false))
            sizes[volume.GetStringOrEmpty("Name")] = VolumeUsage.Read(volume.GetPropertyOrDefault("UsageData")).SizeBytes ?? 0;
        return sizes;
    }

    private static async Task<IEnumerable<JsonElement>> GetUsageAsync(
        EngineClient engine, string operation, CancellationToken cancellationToken)
    {
        var api = await engine.GetApiVersionAsync(cancellationToken).ConfigureAwait(false);
        // No timeout: the engine reads the metadata of all files.
        var request = EngineRequest.Get("system/df", operation) with
        {
            Query = new()
            {
                { "type", api < _partialUsageApi ? null : "volume" },
                { "verbose", api < _verboseUsageApi ? null : "true" },
            },
            Timeout = Timeout.InfiniteTimeSpan,
        };
        var usage = await engine.SendJsonAsync(request, cancellationToken).ConfigureAwait(false);
        var items = usage.GetPropertyOrDefault("VolumeUsage").EnumerateItems("Items").ToList();
        return items.Count > 0 ? items : usage.EnumerateItems("Volumes");
    }

    private static NameConflictException NameConflict(TrackedVolume volume, EngineApiException? inner)
    {
        // The response shows that no volume was created, so the cleanup need not search for one.
        volume.IsCreateFinished = true;
        return new NameConflictException(volume.Name,
            $"Could not create {volume}: another volume has that name. "
            + $"Use it with Volume.Find(\"{volume.Name}\"), remove it, or leave Name out.", inner);
    }

    private static VolumeNotFoundException NotFound(string name, string operation, Exception? inner) => new(name,
        $"Could not {operation} volume {name}: the engine has none of that name. "
        + $"Create it with Volume.Create(\"{name}\"), or see engine.ListVolumesAsync().", inner);
}
