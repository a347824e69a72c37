using System.Runtime.CompilerServices;
using ContainerKit.Images;
using ContainerKit.Plans;
using ContainerKit.Sessions;

namespace ContainerKit.Testing.Snapshots;

/// <summary>
/// The cache of the base image that a plan has built in this process. An image that was built without a name is removed
/// with the plan that built it. Its id is kept, because it identifies the snapshot: further copies then need no build.
/// Concurrent callers wait for each other, because an engine may give two builds of the same files two image ids, which
/// would be two snapshots.
/// </summary>
// The semaphore creates no wait handle, so it needs no disposal.
#pragma warning disable CA1001
internal sealed class BaseImageCache
#pragma warning restore CA1001
{
    private static readonly ConditionalWeakTable<Step<ImageClient>, BaseImageCache> _caches = [];

    private readonly SemaphoreSlim _lock = new(1, 1);
    private ImageClient? _image;

    /// <summary>
    /// Returns the snapshot of the cached base image. Otherwise, runs the plan and creates the snapshot.
    /// </summary>
    /// <param name="plan">
    /// The plan for the base image. The run of <paramref name="scope"/> owns the resources that it creates.
    /// </param>
    /// <param name="find">Returns the snapshot of an image, or null if it does not exist.</param>
    /// <param name="findOrCreate">Returns the snapshot of an image. Creates it if it does not exist.</param>
    public static async Task<PreparedImage> GetOrBuildAsync(
        Step<ImageClient> plan,
        PlanContext scope,
        Func<ImageClient, Task<PreparedImage?>> find,
        Func<ImageClient, Task<PreparedImage>> findOrCreate)
    {
        var cache = _caches.GetValue(plan, _ => new BaseImageCache());
        await cache._lock.WaitAsync(scope.Token).ConfigureAwait(false);
        try
        {
            if (cache._image is { } cached && cached.Engine == scope.Engine && await find(cached).ConfigureAwait(false) is { } found)
                return found;
            var image = await plan.RunAsync(scope).ConfigureAwait(false);
            var prepared = await findOrCreate(image).ConfigureAwait(false);
            // An image with a name is not cached: the name may refer to another image by the next run.
            cache._image = ResourceLabels.GetImageSession(image.Reference.ToString()) is null ? null : image;
            return prepared;
        }
        finally
        {
            cache._lock.Release();
        }
    }
}
