using System.Net;
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

    /// <exception cref="InUseException">Containers that run are connected to it.</exception>
    protected override async Task<bool> RemoveByIdAsync(string id, TimeSpan limit, CancellationToken cancellationToken)
    {
        try
        {
            await Engine.Calls.AskJsonAsync($"remove {this}", HttpMethod.Delete, $"networks/{id}", null, limit, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (EngineErrorException e) when (e.StatusCode is HttpStatusCode.NotFound)
        {
            return false;
        }
        catch (EngineErrorException e) when (e.Says("active endpoints") || e.Says("in use") || e.Says("being used"))
        {
            var users = await UsersAsync(id, limit, cancellationToken).ConfigureAwait(false);
            throw new InUseException(users,
                $"Could not remove {this}: {InUseException.Describe(users)} it (the engine said \"{e.EngineMessage}\"). Remove or disconnect them first.", e);
        }
    }

    private async Task<IReadOnlyList<string>> UsersAsync(string id, TimeSpan limit, CancellationToken cancellationToken)
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
