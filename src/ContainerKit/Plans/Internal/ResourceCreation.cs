using System.Net;
using ContainerKit.Cleanup;

namespace ContainerKit.Plans;

/// <summary>Asks an engine for something new so that what it makes can always be found again.</summary>
internal static class ResourceCreation
{
    /// <summary>Notes the thing, and asks for it under a token that the caller's does not cancel at once.</summary>
    /// <param name="createAsync">The request; it gives the id.</param>
    public static async Task CreateTrackedAsync(this PlanContext scope, LabeledResource resource, Func<CancellationToken, Task<string>> createAsync)
    {
        scope.Track(resource);
        try
        {
            await NonCancellable.RunWithGraceAsync(
                async token => resource.Id = await createAsync(token).ConfigureAwait(false), scope.Engine.Options, scope.Token).ConfigureAwait(false);
        }
        catch (EngineApiException e) when (e.StatusCode < HttpStatusCode.InternalServerError)
        {
            scope.Untrack(resource);
            throw;
        }
        catch (EngineApiException e) when (e.StatusCode == HttpStatusCode.InternalServerError)
        {
            // The engine's own failure, unlike a gateway's, comes when it is done.
            resource.IsCreateFinished = true;
            throw;
        }
    }
}
