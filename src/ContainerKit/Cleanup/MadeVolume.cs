using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using ContainerKit.Streams;

namespace ContainerKit.Cleanup;

/// <summary>A volume that was made, or whose handle was asked to remove it. Its name is its id.</summary>
internal sealed class MadeVolume(DockerEngine engine, string name, string nonce) : LabelledThing(engine, "volume", name, nonce)
{
    protected override string ListPath => "volumes";

    public override bool IsHandedBack(HandedBack result) => result.HoldsVolume(Id);

    public override bool IsUsedBy(Belongings belongings) => belongings.UsesVolume(Name);

    protected override string? FirstId(JsonElement list) => list.Items("Volumes").Select(volume => volume.Text("Name")).FirstOrDefault();

    protected override string RemovalPath(string id) => $"volumes/{Uri.EscapeDataString(id)}";

    // Containers that have stopped are in the way as well.
    protected override bool IsInUse(EngineErrorException refused) => refused.StatusCode is HttpStatusCode.Conflict;

    protected override async Task<IReadOnlyList<string>> UsersAsync(string id, TimeSpan limit, CancellationToken cancellationToken)
    {
        var filters = new JsonObject { ["volume"] = new JsonArray(id) };
        var path = "containers/json?all=1&filters=" + Uri.EscapeDataString(filters.ToJsonString());
        var users = await Engine.Calls.AskJsonAsync($"look for who uses {this}", HttpMethod.Get, path, null, limit, cancellationToken).ConfigureAwait(false);
        return [.. users.EnumerateArray().SelectMany(user => user.Texts("Names").Take(1)).Select(user => user.TrimStart('/'))];
    }
}
