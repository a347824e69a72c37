using System.Net;
using System.Text.Json;
using ContainerKit.Streams;

namespace ContainerKit.Cleanup;

/// <summary>A container that was made, or whose handle was asked to remove it.</summary>
internal sealed class MadeContainer(DockerEngine engine, string name, string nonce) : LabelledThing(engine, "container", name, nonce)
{
    protected override string ListPath => "containers/json?all=1";

    public override bool IsHandedBack(HandedBack result) => result.Holds(Id);

    protected override string? FirstId(JsonElement list) => list.GetArrayLength() == 0 ? null : list[0].Text("Id");

    protected override async Task<bool> RemoveByIdAsync(string id, TimeSpan limit, CancellationToken cancellationToken)
    {
        try
        {
            await Engine.Calls.AskJsonAsync($"remove {this}", HttpMethod.Delete, $"containers/{id}?force=1&v=1", null, limit, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (EngineErrorException e) when (e.StatusCode is HttpStatusCode.NotFound)
        {
            return false;
        }
        catch (EngineErrorException e) when (e.StatusCode is HttpStatusCode.Conflict && e.Says("already in progress"))
        {
            return true;
        }
    }
}
