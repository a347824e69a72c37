using System.Text.Json;
using ContainerKit.Streams;

namespace ContainerKit.Cleanup;

/// <summary>A network that was made, or whose handle was asked to remove it.</summary>
internal sealed class MadeNetwork(DockerEngine engine, string name, string nonce) : LabelledThing(engine, "network", name, nonce)
{
    protected override string ListPath => "networks";

    public override bool IsHandedBack(HandedBack result) => result.Holds(Id);

    public override bool IsUsedBy(Belongings belongings) => belongings.UsesNetwork(Name) || belongings.UsesNetwork(Id);

    protected override string? FirstId(JsonElement list) => list.GetArrayLength() == 0 ? null : list[0].Text("Id");

    protected override string RemovalPath(string id) => $"networks/{id}";

    // Only containers that run are in the way.
    protected override bool IsInUse(EngineErrorException refused) => refused.Says("active endpoints") || refused.Says("in use") || refused.Says("being used");

    protected override async Task<IReadOnlyList<string>> UsersAsync(string id, TimeSpan limit, CancellationToken cancellationToken)
    {
        try
        {
            var network = await Engine.Calls.AskJsonAsync($"inspect {this}", HttpMethod.Get, $"networks/{id}", null, limit, cancellationToken).ConfigureAwait(false);
            return [.. network.Members("Containers").Select(user => user.Value.Text("Name"))];
        }
        catch (EngineErrorException)
        {
            // Gone meanwhile: the next attempt will find that out.
            return [];
        }
    }
}
