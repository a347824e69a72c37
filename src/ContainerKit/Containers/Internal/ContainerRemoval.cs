using System.Net;
using ContainerKit.Http;

namespace ContainerKit.Containers;

/// <summary>Removes containers with one request, whose refusal is reported to the caller.</summary>
internal static class ContainerRemoval
{
    /// <remarks>Engine API: <c>DELETE /containers/{id}</c>.</remarks>
    public static async Task RemoveAsync(ContainerClient container, RemoveOptions options, CancellationToken cancellationToken)
    {
        try
        {
            await DeleteAsync(container, $"remove {container}", $"{container.Id}?force={Bit(options.Force)}&v={Bit(options.Volumes)}", cancellationToken).ConfigureAwait(false);
        }
        catch (EngineApiException e) when (e.StatusCode == HttpStatusCode.NotFound)
        {
            if (!options.IgnoreMissing) throw container.NotFound("remove", e);
        }
        catch (EngineApiException e) when (e.StatusCode == HttpStatusCode.Conflict && e.Says("already in progress"))
        {
            // Somebody else removes it at this moment, which is what was asked for.
        }
        catch (EngineApiException e) when (e.StatusCode == HttpStatusCode.Conflict && !options.Force)
        {
            throw new EngineApiException(e.Operation, e.StatusCode, e.EngineMessage, e, " Stop it first, or set RemoveOptions.Force.");
        }
    }

    /// <remarks>Engine API: <c>DELETE /containers/{name}/{alias}?link=1</c>.</remarks>
    public static Task RemoveGetConnectionPoolAsync(ContainerClient container, string alias, CancellationToken cancellationToken) =>
        DeleteAsync(container, $"remove the link '{alias}' of {container}", $"{container.Name}/{alias}?link=1", cancellationToken);

    /// <remarks>Engine API: <c>POST /containers/prune</c>.</remarks>
    public static async Task<PruneReport> PruneAsync(EngineClient engine, PruneFilter filter, CancellationToken cancellationToken)
    {
        // Long lists of containers take long to remove, and the engine removes them for as long as it is asked.
        var pruned = await engine.SendJsonAsync(EngineRequest.Post("containers/prune", "prune containers") with { Query = filter.Query(), Timeout = Timeout.InfiniteTimeSpan }, cancellationToken).ConfigureAwait(false);
        return PruneReport.Read(pruned, "ContainersDeleted");
    }

    private static async Task DeleteAsync(ContainerClient container, string doing, string path, CancellationToken cancellationToken) => await container.Engine.SendJsonAsync(EngineRequest.Delete("containers/" + path, doing), cancellationToken).ConfigureAwait(false);

    private static char Bit(bool value) => value ? '1' : '0';
}
