using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using ContainerKit.Http;
using ContainerKit.Json;

namespace ContainerKit.Cleanup;

/// <summary>A volume that was made, or whose handle was asked to remove it. Its name is its id.</summary>
internal sealed class TrackedVolume(EngineClient engine, string name, string nonce) : LabeledResource(engine, "volume", name, nonce)
{
    protected override string ListPath => "volumes";

    public override bool IsPartOf(ResultResources result) => result.ContainsVolume(Id);

    public override bool IsUsedBy(ContainerDependencies belongings) => belongings.UsesVolume(Name);

    protected override string? GetFirstId(JsonElement list) => list.EnumerateItems("Volumes").Select(volume => volume.GetStringOrEmpty("Name")).FirstOrDefault();

    protected override string GetRemovePath(string id) => $"volumes/{Uri.EscapeDataString(id)}";

    // Containers that have stopped are in the way as well.
    protected override bool IsInUse(EngineApiException refused) => refused.StatusCode is HttpStatusCode.Conflict;

    protected override async Task<IReadOnlyList<string>> GetUsersAsync(string id, TimeSpan limit, CancellationToken cancellationToken)
    {
        var filters = new JsonObject { ["volume"] = new JsonArray(id) };
        var path = "containers/json?all=1&filters=" + Uri.EscapeDataString(filters.ToJsonString());
        var users = await Engine.SendJsonAsync(EngineRequest.Get(path, $"look for who uses {this}") with { Timeout = limit }, cancellationToken).ConfigureAwait(false);
        return [.. users.EnumerateArray().SelectMany(user => user.GetStrings("Names").Take(1)).Select(user => user.TrimStart('/'))];
    }
}
