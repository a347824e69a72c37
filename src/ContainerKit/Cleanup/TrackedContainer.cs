using System.Net;
using System.Text.Json;
using ContainerKit.Http;
using ContainerKit.Json;

namespace ContainerKit.Cleanup;

/// <summary>A container that a plan created or that a handle removes.</summary>
internal sealed class TrackedContainer(EngineClient engine, string name, string nonce) : LabeledResource(engine, "container", name, nonce)
{
    /// <summary>Indicates whether the container's anonymous volumes are removed too. Default: true.</summary>
    public bool WithVolumes { get; init; } = true;

    protected override string ListPath => "containers/json";

    public override bool IsPartOf(ResultResources result) => result.ContainsId(Id);

    protected override QueryString GetListQuery(EngineFilters filters) => new() { { "all", true }, filters };

    protected override string? GetFirstId(JsonElement list) =>
        list.EnumerateItems().FirstOrDefault().GetStringOrEmpty("Id") is { Length: > 0 } id ? id : null;

    protected override string GetRemovePath(string id) => $"containers/{id}";

    protected override QueryString GetRemoveQuery() => new() { { "force", true }, { "v", WithVolumes } };

    // Docker: "removal of container ... is already in progress"; see ContainerRm in
    // https://github.com/moby/moby/blob/0137446248d7/daemon/delete.go
    protected override bool IsBeingRemoved(EngineApiException error) =>
        error.StatusCode is HttpStatusCode.Conflict && error.MessageContains("already in progress");
}
