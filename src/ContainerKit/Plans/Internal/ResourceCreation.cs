using System.Net;
using ContainerKit.Cleanup;

namespace ContainerKit.Plans;

/// <summary>
/// Creates resources so that they can be found and removed even if the response to the create request is lost.
/// </summary>
internal static class ResourceCreation
{
    /// <summary>
    /// Tracks a resource and sends its create request with a token that the caller's cancellation does not cancel at
    /// once.
    /// </summary>
    /// <param name="context">The context of the plan.</param>
    /// <param name="resource">The resource, which has its label already.</param>
    /// <param name="createAsync">Sends the request and returns the id.</param>
    public static async Task CreateTrackedAsync(
        this PlanContext context, LabeledResource resource, Func<CancellationToken, Task<string>> createAsync)
    {
        await NonCancellable.RunWithGraceAsync(
            async token =>
            {
                context.Track(resource);
                try
                {
                    return resource.Id = await createAsync(token).ConfigureAwait(false);
                }
                catch (EngineApiException e) when (e.StatusCode < HttpStatusCode.InternalServerError)
                {
                    context.Untrack(resource);
                    throw;
                }
                catch (EngineApiException e) when (e.StatusCode == HttpStatusCode.InternalServerError)
                {
                    // The engine sends 500 after it has finished the request. A 502 or 504 of a gateway does not tell
                    // whether the engine still works on it.
                    resource.IsCreateFinished = true;
                    throw;
                }
                catch
                {
                    resource.CreateFailedAt = context.Engine.Options.TimeProvider.GetTimestamp();
                    throw;
                }
            },
            context.Engine.Options,
            context.Token).ConfigureAwait(false);
    }
}
