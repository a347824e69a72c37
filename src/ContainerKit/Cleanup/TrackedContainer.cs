using System.Net;
using System.Text.Json;
using ContainerKit.Http;
using ContainerKit.Json;

namespace ContainerKit.Cleanup;

/// <summary>A container that was made, or whose handle was asked to remove it.</summary>
internal sealed class TrackedContainer(EngineClient engine, string name, string nonce) : LabeledResource(engine, "container", name, nonce)
{
    /// <summary>Indicates whether the container's anonymous volumes are removed too. Default: true.</summary>
    public bool WithVolumes { get; init; } = true;

    protected override string ListPath => "containers/json?all=1";

    public override bool IsPartOf(ResultResources result) => result.ContainsId(Id);

    protected override string? GetFirstId(JsonElement list) => list.GetArrayLength() == 0 ? null : list[0].GetStringOrEmpty("Id");

    protected override string GetRemovePath(string id) => $"containers/{id}?force=1&v={(WithVolumes ? 1 : 0)}";

    protected override bool IsBeingRemoved(EngineApiException refused) => refused.StatusCode is HttpStatusCode.Conflict && refused.Says("already in progress");
}
