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

    /// <exception cref="InUseException">Containers have it mounted, running or not.</exception>
    protected override async Task<bool> RemoveByIdAsync(string id, TimeSpan limit, CancellationToken cancellationToken)
    {
        try
        {
            await Engine.Calls.AskJsonAsync($"remove {this}", HttpMethod.Delete, $"volumes/{Uri.EscapeDataString(id)}", null, limit, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (EngineErrorException e) when (e.StatusCode is HttpStatusCode.NotFound)
        {
            return false;
        }
        catch (EngineErrorException e) when (e.StatusCode is HttpStatusCode.Conflict)
        {
            var users = await UsersAsync(id, limit, cancellationToken).ConfigureAwait(false);
            throw new InUseException(users,
                $"Could not remove {this}: {InUseException.Describe(users)} it (the engine said \"{e.EngineMessage}\"). Remove them first.", e);
        }
    }

    private async Task<IReadOnlyList<string>> UsersAsync(string id, TimeSpan limit, CancellationToken cancellationToken)
    {
        var filters = new JsonObject { ["volume"] = new JsonArray(id) };
        var path = "containers/json?all=1&filters=" + Uri.EscapeDataString(filters.ToJsonString());
        var users = await Engine.Calls.AskJsonAsync($"look for who uses {this}", HttpMethod.Get, path, null, limit, cancellationToken).ConfigureAwait(false);
        return [.. users.EnumerateArray().SelectMany(user => user.Texts("Names").Take(1)).Select(user => user.TrimStart('/'))];
    }
}
