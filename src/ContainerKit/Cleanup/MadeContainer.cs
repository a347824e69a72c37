using System.Net;
using System.Text.Json;
using ContainerKit.Streams;

namespace ContainerKit.Cleanup;

/// <summary>A container that was made, or whose handle was asked to remove it.</summary>
internal sealed class MadeContainer(DockerEngine engine, string name, string nonce) : LabelledThing(engine, "container", name, nonce)
{
    /// <summary>Indicates whether the container's anonymous volumes are removed too. Default: true.</summary>
    public bool WithVolumes { get; init; } = true;

    protected override string ListPath => "containers/json?all=1";

    public override bool IsHandedBack(HandedBack result) => result.Holds(Id);

    protected override string? FirstId(JsonElement list) => list.GetArrayLength() == 0 ? null : list[0].Text("Id");

    protected override string RemovalPath(string id) => $"containers/{id}?force=1&v={(WithVolumes ? 1 : 0)}";

    protected override bool IsOnItsWay(EngineErrorException refused) => refused.StatusCode is HttpStatusCode.Conflict && refused.Says("already in progress");
}
