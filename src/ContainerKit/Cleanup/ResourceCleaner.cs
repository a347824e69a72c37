using System.Net;
using ContainerKit.Diagnostics;
using ContainerKit.Timing;

namespace ContainerKit.Cleanup;

/// <summary>
/// Removes resources, newest first, within the cleanup timeout. It does not use the caller's token, which is usually
/// canceled by then. A failed request is retried; a resource that cannot be removed even so is reported as remaining.
/// </summary>
internal static class ResourceCleaner
{
    private const int MaxAttempts = 4;

    /// <summary>
    /// Removes the resources, and reports which ones were removed and which ones remain. Never throws.
    /// </summary>
    public static async Task<CleanupReport> RemoveAsync(IEnumerable<TrackedResource> newestFirst, DockerEngineOptions options)
    {
        List<TrackedResource> resources = [.. newestFirst];
        List<string> removed = [];
        using var deadline = Deadline.Start(options.CleanupTimeout, options.TimeProvider);
        var failures = await RemoveOnceAsync(resources, removed, options, deadline).ConfigureAwait(false);
        // A resource may be in use by a container that was not found because the response to its create request was
        // lost. The container has appeared since, so both are removed in a second pass.
        if (failures.Exists(failure => failure.Error is ResourceInUseException)
            && resources.Exists(resource => resource.MayAppearLater))
        {
            var remaining = resources.Where(
                resource => resource.MayAppearLater || failures.Exists(failure => failure.Resource == resource));
            failures = await RemoveOnceAsync([.. remaining], removed, options, deadline).ConfigureAwait(false);
        }

        foreach (var (resource, error) in failures) Log.RemovalFailed(resource.Engine.Logger, resource.ToString(), error);
        return new CleanupReport(removed, [.. failures.Select(failure => failure.Resource.ToString())])
        {
            Reasons = [.. failures.Select(failure => failure.Error)],
        };
    }

    /// <returns>The resources that remain, each with the reason.</returns>
    private static async Task<List<(TrackedResource Resource, Exception Error)>> RemoveOnceAsync(
        List<TrackedResource> resources, List<string> removed, DockerEngineOptions options, Deadline deadline)
    {
        List<(TrackedResource, Exception)> failures = [];
        foreach (var resource in resources)
        {
            try
            {
                if (!await RemoveWithRetriesAsync(resource, options, deadline).ConfigureAwait(false)) continue;
                removed.Add(resource.ToString());
                Log.Removed(resource.Engine.Logger, resource.ToString());
            }
#pragma warning disable CA1031 // Any error: the other resources have to be removed, and the plan's first error must not be replaced.
            catch (Exception e)
#pragma warning restore CA1031
            {
                var isTimeout = e is OperationCanceledException && deadline.HasElapsed;
                failures.Add((resource, isTimeout ? CreateTimeoutException(resource, options, e) : e));
            }
        }

        return failures;
    }

    private static async Task<bool> RemoveWithRetriesAsync(TrackedResource resource, DockerEngineOptions options, Deadline deadline)
    {
        // One request without a response must leave time for the next one.
        var requestTimeout = options.CleanupTimeout / MaxAttempts;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await resource.RemoveAsync(requestTimeout, deadline.Token).ConfigureAwait(false);
            }
            catch (Exception e) when (attempt < MaxAttempts && IsTransient(e))
            {
                await Backoff.Removal.WaitAsync(attempt, options.TimeProvider, deadline.Token)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                // The engine's error explains more than a timeout.
                if (deadline.HasElapsed) throw;
            }
        }
    }

    // A resource in use is retried too: the container that uses it may be about to exit.
    private static bool IsTransient(Exception e) => e
        is EngineUnavailableException
        or ResourceInUseException
        or EngineApiException { StatusCode: >= HttpStatusCode.InternalServerError };

    private static TimeoutException CreateTimeoutException(TrackedResource resource, DockerEngineOptions options, Exception inner) => new(
        $"Could not remove {resource} within {options.CleanupTimeout.TotalSeconds:0.###} s, the timeout of the whole cleanup. "
        + "Increase DockerEngineOptions.CleanupTimeout.",
        inner);
}
