using System.Net;
using ContainerKit.Http;

namespace ContainerKit.Containers;

internal static partial class ContainerOperations
{
    /// <summary>Removes a container with one request, and reports its failure to the caller.</summary>
    /// <exception cref="ContainerNotFoundException">
    /// The engine does not have the container, and <see cref="RemoveOptions.IgnoreMissing"/> is false.
    /// </exception>
    /// <exception cref="EngineApiException">
    /// The container is running or paused, and <see cref="RemoveOptions.Force"/> is false.
    /// </exception>
    /// <remarks>Engine API: <c>DELETE /containers/{id}</c>.</remarks>
    public static async Task RemoveAsync(ContainerClient container, RemoveOptions options, CancellationToken cancellationToken)
    {
        var request = EngineRequest.Delete($"containers/{container.Id}", $"remove {container}") with
        {
            Query = new() { { "force", options.Force }, { "v", options.Volumes } },
        };
        try
        {
            await container.Engine.SendJsonAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (EngineApiException e) when (e.StatusCode == HttpStatusCode.NotFound)
        {
            if (!options.IgnoreMissing) throw container.NotFound("remove", e);
        }
        catch (EngineApiException e) when (e.StatusCode == HttpStatusCode.Conflict && e.MessageContains("already in progress"))
        {
            // Another client is removing the container, so the goal is reached.
        }
        catch (EngineApiException e) when (e.StatusCode == HttpStatusCode.Conflict && !options.Force)
        {
            const string Hint = " Stop it first, or set RemoveOptions.Force.";
            throw new EngineApiException(e.Operation, e.StatusCode, e.EngineMessage, e, Hint, e.OriginalMessage);
        }
    }

    /// <summary>Removes a legacy link of a container to another container.</summary>
    /// <remarks>Engine API: <c>DELETE /containers/{name}/{alias}?link=1</c>.</remarks>
    public static Task RemoveLinkAsync(ContainerClient container, string alias, CancellationToken cancellationToken)
    {
        var operation = $"remove the link '{alias}' of {container}";
        var request = EngineRequest.Delete($"containers/{container.Name}/{PathSegment.Escape(alias, "link")}", operation) with
        {
            Query = new() { { "link", true } },
        };
        return container.Engine.SendJsonAsync(request, cancellationToken);
    }

    /// <summary>Removes all stopped containers that match a filter.</summary>
    /// <remarks>Engine API: <c>POST /containers/prune</c>.</remarks>
    public static async Task<PruneReport> PruneAsync(EngineClient engine, PruneFilter filter, CancellationToken cancellationToken)
    {
        var request = EngineRequest.Post("containers/prune", "prune containers") with
        {
            Query = filter.Query(),
            // The engine responds after the last removal, and stops when the connection is closed.
            Timeout = Timeout.InfiniteTimeSpan,
        };
        var response = await engine.SendJsonAsync(request, cancellationToken).ConfigureAwait(false);
        return PruneReport.Read(response, "ContainersDeleted");
    }
}
