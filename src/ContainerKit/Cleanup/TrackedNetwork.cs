using System.Text.Json;
using ContainerKit.Http;
using ContainerKit.Json;

namespace ContainerKit.Cleanup;

/// <summary>A network that was made, or whose handle was asked to remove it.</summary>
internal sealed class TrackedNetwork(EngineClient engine, string name, string nonce) : LabeledResource(engine, "network", name, nonce)
{
    protected override string ListPath => "networks";

    public override bool IsPartOf(ResultResources result) => result.ContainsId(Id);

    public override bool IsUsedBy(ContainerDependencies belongings) => belongings.UsesNetwork(Name) || belongings.UsesNetwork(Id);

    protected override string? GetFirstId(JsonElement list) => list.GetArrayLength() == 0 ? null : list[0].GetStringOrEmpty("Id");

    protected override string GetRemovePath(string id) => $"networks/{id}";

    // Only containers that run are in the way.
    protected override bool IsInUse(EngineApiException refused) => refused.Says("active endpoints") || refused.Says("in use") || refused.Says("being used");

    protected override async Task<IReadOnlyList<string>> GetUsersAsync(string id, TimeSpan limit, CancellationToken cancellationToken)
    {
        try
        {
            var network = await Engine.SendJsonAsync(EngineRequest.Get($"networks/{id}", $"inspect {this}") with { Timeout = limit }, cancellationToken).ConfigureAwait(false);
            return [.. network.EnumerateProperties("Containers").Select(user => user.Value.GetStringOrEmpty("Name"))];
        }
        catch (EngineApiException)
        {
            // Gone meanwhile: the next attempt will find that out.
            return [];
        }
    }
}
