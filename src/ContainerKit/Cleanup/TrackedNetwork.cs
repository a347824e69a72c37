using ContainerKit.Http;
using ContainerKit.Json;

namespace ContainerKit.Cleanup;

/// <summary>A network that a plan created or that a handle removes.</summary>
internal sealed class TrackedNetwork(EngineClient engine, string name, string nonce)
    : LabeledResource(engine, ResourceKind.Network, name, nonce)
{
    public override bool IsPartOf(ResultResources result) => result.ContainsId(Id);

    public override bool IsUsedBy(ContainerDependencies dependencies) => dependencies.UsesNetwork(Name) || dependencies.UsesNetwork(Id);

    protected override async Task<IReadOnlyList<string>> GetUsersAsync(
        string id, TimeSpan requestTimeout, CancellationToken cancellationToken)
    {
        try
        {
            var request = EngineRequest.Get(ResourcePath.For(ResourceKind.Network, id), $"inspect {this}") with
            {
                Timeout = requestTimeout,
            };
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
