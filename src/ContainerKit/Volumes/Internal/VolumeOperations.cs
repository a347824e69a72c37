using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using ContainerKit.Cleanup;
using ContainerKit.Http;
using ContainerKit.Json;
using ContainerKit.Plans;
using ContainerKit.Sessions;

namespace ContainerKit.Volumes;

/// <summary>What can be asked of an engine about its volumes.</summary>
internal static class VolumeOperations
{
    // Before that, the disk usage of everything is computed or none.
    private static readonly Version _partialUsageApi = new(1, 42);

    /// <exception cref="NameConflictException">Another volume has the name.</exception>
    /// <remarks>Engine API: <c>POST /volumes/create</c>.</remarks>
    public static async Task<VolumeClient> CreateAsync(PlanContext scope, VolumeSpec spec)
    {
        var engine = scope.Engine;
        var nonce = ResourceLabels.NewNonce();
        var name = spec.Name ?? $"volume-{nonce[..8]}";
        // Connected before anything is noted: an engine that was never reached has made nothing that could be left behind.
        var endpoint = await engine.GetEndpointAsync(scope.Token).ConfigureAwait(false);
        var body = new JsonObject
        {
            ["Name"] = name,
            ["Driver"] = spec.Driver,
            ["DriverOpts"] = JsonBody.FromMap(spec.Options),
            ["Labels"] = JsonBody.FromMap(ResourceLabels.AddTo(spec.Labels, endpoint, nonce)),
        };
        var made = new TrackedVolume(engine, name, nonce);
        try
        {
            await scope.CreateTrackedAsync(made, async token =>
            {
                var answer = await engine.SendJsonAsync(EngineRequest.Post("volumes/create", $"create {made}") with { Json = body, CreatesResource = true }, token).ConfigureAwait(false);
                // Engines answer a name that is taken with the volume that has it, as if it had been made now.
                return answer.GetPropertyOrDefault("Labels").GetStringOrEmpty(ResourceLabels.Create) == nonce ? name : throw Taken(made, null);
            }).ConfigureAwait(false);
        }
        catch (NameConflictException)
        {
            scope.Untrack(made);
            throw;
        }
        catch (EngineApiException e) when (e.StatusCode == HttpStatusCode.Conflict)
        {
            throw Taken(made, e);
        }

        return new VolumeClient(engine, name, IsOwned: true);
    }

    /// <exception cref="VolumeNotFoundException">There is none.</exception>
    /// <remarks>Engine API: <c>GET /volumes/{name}</c>.</remarks>
    public static async Task<VolumeClient> FindAsync(EngineClient engine, string name, CancellationToken cancellationToken) =>
        new(engine, (await InspectAsync(engine, name, cancellationToken).ConfigureAwait(false)).Name, IsOwned: false);

    /// <exception cref="VolumeNotFoundException">There is none.</exception>
    /// <remarks>Engine API: <c>GET /volumes/{name}</c>.</remarks>
    public static async Task<VolumeDetails> InspectAsync(EngineClient engine, string name, CancellationToken cancellationToken)
    {
        try
        {
            return VolumeDetails.Read(await engine.GetJsonAsync($"inspect volume {name}", $"volumes/{Uri.EscapeDataString(name)}", cancellationToken).ConfigureAwait(false));
        }
        catch (EngineApiException e) when (e.StatusCode == HttpStatusCode.NotFound)
        {
            throw NotFound(name, "find", e);
        }
    }

    /// <remarks>Engine API: <c>GET /volumes</c>.</remarks>
    public static async Task<IReadOnlyList<VolumeDetails>> ListAsync(EngineClient engine, VolumeFilter filter, CancellationToken cancellationToken)
    {
        var volumes = await engine.SendJsonAsync(EngineRequest.Get("volumes", "list volumes") with { Query = filter.Query() }, cancellationToken).ConfigureAwait(false);
        return [.. volumes.EnumerateItems("Volumes").Select(VolumeDetails.Read)];
    }

    /// <exception cref="VolumeNotFoundException">There is none.</exception>
    /// <remarks>Engine API: <c>GET /system/df</c>.</remarks>
    public static async Task<VolumeUsage> MeasureAsync(EngineClient engine, string name, CancellationToken cancellationToken)
    {
        var api = await engine.GetApiVersionAsync(cancellationToken).ConfigureAwait(false);
        // As long as it takes: the engine reads through all the files there are.
        var usage = await engine.SendJsonAsync(EngineRequest.Get(api < _partialUsageApi ? "system/df" : "system/df?type=volume", $"measure volume {name}") with { Timeout = Timeout.InfiniteTimeSpan }, cancellationToken).ConfigureAwait(false);
        var volume = usage.EnumerateItems("Volumes").FirstOrDefault(volume => volume.GetStringOrEmpty("Name") == name);
        return volume.ValueKind == JsonValueKind.Object ? VolumeUsage.Read(volume.GetPropertyOrDefault("UsageData")) : throw NotFound(name, "measure", null);
    }

    /// <remarks>Engine API: <c>POST /volumes/prune</c>.</remarks>
    public static async Task<PruneReport> PruneAsync(EngineClient engine, PruneFilter filter, CancellationToken cancellationToken)
    {
        // As long as it takes: the engine measures the files of all volumes it removes.
        var pruned = await engine.SendJsonAsync(EngineRequest.Post("volumes/prune", "prune volumes") with { Query = filter.Query(), Timeout = Timeout.InfiniteTimeSpan }, cancellationToken).ConfigureAwait(false);
        return PruneReport.Read(pruned, "VolumesDeleted");
    }

    private static NameConflictException Taken(TrackedVolume made, EngineApiException? inner)
    {
        // Whose it is has been told; there is nothing to look for.
        made.IsCreateFinished = true;
        return new NameConflictException(made.Name,
            $"Could not create {made}: another volume has that name. Use it with Volume.Find(\"{made.Name}\"), remove it, or leave Name out.", inner);
    }

    private static VolumeNotFoundException NotFound(string name, string doing, Exception? inner) => new(name,
        $"Could not {doing} volume {name}: the engine has none of that name. Make it with Volume.Create(\"{name}\"), or look at engine.ListVolumesAsync().", inner);
}
