using System.Text.Json;
using ContainerKit.Http;
using ContainerKit.Json;

namespace ContainerKit.Cleanup;

/// <summary>A network that a plan created or that a handle removes.</summary>
internal sealed class TrackedNetwork(EngineClient engine, string name, string nonce) : LabeledResource(engine, "network", name, nonce)
{
    protected override string ListPath => "networks";

    public override bool IsPartOf(ResultResources result) => result.ContainsId(Id);

    public override bool IsUsedBy(ContainerDependencies dependencies) => dependencies.UsesNetwork(Name) || dependencies.UsesNetwork(Id);

    protected override string? GetFirstId(JsonElement list) =>
        list.EnumerateItems().FirstOrDefault().GetStringOrEmpty("Id") is { Length: > 0 } id ? id : null;

    protected override string GetRemovePath(string id) => $"networks/{id}";

    // Only running containers prevent the removal of a network. Docker: "network ... has active endpoints", Podman: "network
    // is being used"; see https://github.com/moby/moby/blob/0912ecfc05ba/libnetwork/error.go and
    // https://github.com/containers/podman/blob/04084a2c8e62/libpod/define/errors.go
    protected override bool IsInUse(EngineApiException error) =>
        error.MessageContains("active endpoints") || error.MessageContains("in use") || error.MessageContains("being used");

    protected override async Task<IReadOnlyList<string>> GetUsersAsync(
        string id, TimeSpan requestTimeout, CancellationToken cancellationToken)
    {
        try
        {
            var request = EngineRequest.Get($"networks/{id}", $"inspect {this}") with { Timeout = requestTimeout };
            var network = await Engine.SendJsonAsync(request, cancellationToken).ConfigureAwait(false);
            return [.. network.EnumerateProperties("Containers").Select(container => container.Value.GetStringOrEmpty("Name"))];
        }
        catch (EngineApiException)
        {
            // The network may have been removed meanwhile. The next attempt reports that.
            return [];
        }
    }
}
