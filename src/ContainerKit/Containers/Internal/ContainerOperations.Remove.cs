using System.Net;
using ContainerKit.Diagnostics;
using ContainerKit.Http;
using ContainerKit.Timing;

namespace ContainerKit.Containers;

internal static partial class ContainerOperations
{
    /// <summary>
    /// Removes a container with one request, and reports its failure to the caller. If the engine is already removing it, the request is
    /// repeated until that is complete, because such a removal can fail too.
    /// </summary>
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
        var quirks = await container.Engine.GetQuirksAsync(cancellationToken).ConfigureAwait(false);
        var wasKilled = options.Force && quirks.RemovesContainersSlowly
            && await TryKillAsync(container, cancellationToken).ConfigureAwait(false);
        var time = container.Engine.Options.TimeProvider;
        using var deadline = Deadline.Start(container.Engine.Options.CleanupTimeout, time, cancellationToken);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await container.Engine.SendAsync(request, cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (EngineApiException e) when (e.StatusCode == HttpStatusCode.NotFound)
            {
                // The engine removes a container with AutoRemove when it was killed.
                if (!options.IgnoreMissing && !wasKilled && attempt == 1) throw container.NotFound("remove", e);
                return;
            }
            catch (EngineApiException e) when (e.StatusCode == HttpStatusCode.Conflict && e.MessageContains("already in progress"))
            {
                if (deadline.HasElapsed) throw;
            }
            catch (EngineApiException e) when (!options.Force
                && (e.StatusCode == HttpStatusCode.Conflict || e.Kind == EngineErrorKind.ContainerRunning))
            {
                const string Hint = " Stop it first, or set RemoveOptions.Force.";
                throw new EngineApiException(e.Operation, e.StatusCode, e.EngineMessage, e, Hint, e.OriginalMessage);
            }

            await Backoff.Polling.WaitAsync(attempt, time, cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task<bool> TryKillAsync(ContainerClient container, CancellationToken cancellationToken)
    {
        try
        {
            await KillAsync(container, "SIGKILL", cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (ContainerKitException e) when (e is EngineApiException or ContainerNotFoundException)
        {
            // The container does not run, or does not exist. The response to the removal reports it.
            return false;
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
        return container.Engine.SendAsync(request, cancellationToken);
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
