using System.Text.Json;
using ContainerKit.Http;
using ContainerKit.Json;

namespace ContainerKit.Cleanup;

/// <summary>A volume that a plan created or that a handle removes. A volume's name is its id.</summary>
internal sealed class TrackedVolume(EngineClient engine, string name, string nonce)
    : LabeledResource(engine, ResourceKind.Volume, name, nonce)
{
    public override bool IsPartOf(ResultResources result) => result.ContainsVolume(Id);

    public override bool IsUsedBy(ContainerDependencies dependencies) => dependencies.UsesVolume(Name);

    protected override async Task<IReadOnlyList<string>> GetUsersAsync(
        string id, TimeSpan requestTimeout, CancellationToken cancellationToken)
    {
        var request = EngineRequest.Get("containers/json", $"list the containers that use {this}") with
        {
            Query = new() { { "all", true }, new EngineFilters().Add("volume", id) },
            Timeout = requestTimeout,
        };
        var containers = await Engine.SendJsonAsync(request, cancellationToken).ConfigureAwait(false);
        return
        [
            .. from container in containers.EnumerateItems()
               where MayUse(container, id)
               from name in container.GetStrings("Names").Take(1)
               select name.TrimStart('/'),
        ];
    }

    // An engine that does not apply the filter lists other containers too. One that does not list the mounts may be
    // right.
    private static bool MayUse(JsonElement container, string volume)
    {
        var mounts = container.EnumerateItems("Mounts").ToList();
        return mounts.Count == 0 || mounts.Exists(mount => mount.GetStringOrEmpty("Name") == volume);
    }
}
