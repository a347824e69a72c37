using System.Net;
using System.Text.Json;
using ContainerKit.Http;
using ContainerKit.Json;

namespace ContainerKit.Cleanup;

/// <summary>A volume that a plan created or that a handle removes. A volume's name is its id.</summary>
internal sealed class TrackedVolume(EngineClient engine, string name, string nonce) : LabeledResource(engine, "volume", name, nonce)
{
    protected override string ListPath => "volumes";

    public override bool IsPartOf(ResultResources result) => result.ContainsVolume(Id);

    public override bool IsUsedBy(ContainerDependencies dependencies) => dependencies.UsesVolume(Name);

    protected override string? GetFirstId(JsonElement list) =>
        list.EnumerateItems("Volumes").Select(volume => volume.GetStringOrEmpty("Name")).FirstOrDefault();

    protected override string GetRemovePath(string id) => $"volumes/{Uri.EscapeDataString(id)}";

    // Stopped containers prevent the removal of a volume too.
    protected override bool IsInUse(EngineApiException error) => error.StatusCode is HttpStatusCode.Conflict;

    protected override async Task<IReadOnlyList<string>> GetUsersAsync(
        string id, TimeSpan requestTimeout, CancellationToken cancellationToken)
    {
        var request = EngineRequest.Get("containers/json", $"list the containers that use {this}") with
        {
            Query = new() { { "all", true }, new EngineFilters().Add("volume", id) },
            Timeout = requestTimeout,
        };
        var containers = await Engine.SendJsonAsync(request, cancellationToken).ConfigureAwait(false);
        return [.. containers.EnumerateItems().SelectMany(user => user.GetStrings("Names").Take(1)).Select(user => user.TrimStart('/'))];
    }
}
