using ContainerKit.Http;

namespace ContainerKit.Containers;

/// <summary>The handle of a container in a list. Its client is created when it is first requested: most of a list is only read.</summary>
internal sealed class ListedContainer(EngineClient engine)
{
    private ContainerClient? _client;

    /// <summary>Returns the client of the container. Each call for one entry of a list returns the same object.</summary>
    public ContainerClient GetClient(ContainerSummary summary)
    {
        if (_client is { } existing) return existing;
        var id = engine.RequireId($"use container {summary.Name} of a list", summary.Id);
        var created = ContainerLookup.CreateClient(engine, id, summary.Name, summary.Image);
        return Interlocked.CompareExchange(ref _client, created, null) ?? created;
    }
}
