using System.Runtime.CompilerServices;

namespace ContainerKit.Services.Snapshots;

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
    private static readonly ConditionalWeakTable<ImagePlan, BaseImageCache> _caches = [];

    private readonly SemaphoreSlim _lock = new(1, 1);
    private Image? _image;

    /// <summary>
    /// Returns the snapshot of the cached base image. Otherwise, runs the plan and creates the snapshot.
    /// </summary>
    /// <param name="plan">
    /// The plan for the base image. It runs as a part of the plan of <paramref name="context"/>.
    /// </param>
    /// <param name="find">Returns the snapshot of an image, or null if it does not exist.</param>
    /// <param name="findOrCreate">Returns the snapshot of an image. Creates it if it does not exist.</param>
    public static async Task<PreparedImage> GetOrBuildAsync(
        ImagePlan plan,
        StepContext context,
        Func<Image, Task<PreparedImage?>> find,
        Func<Image, Task<PreparedImage>> findOrCreate)
    {
        var cache = _caches.GetValue(plan, _ => new BaseImageCache());
        await cache._lock.WaitAsync(context.CancellationToken).ConfigureAwait(false);
        try
        {
            if (cache._image is { } cached
                && cached.Engine == context.Engine
                && await find(cached).ConfigureAwait(false) is { } found)
            {
                return found;
            }

            var image = await context.RunAsync(plan).ConfigureAwait(false);
            var prepared = await findOrCreate(image).ConfigureAwait(false);
            // An image with a name is not cached: the name may refer to another image by the next run.
            cache._image = image.HasGeneratedName ? image : null;
            return prepared;
        }
        finally
        {
            cache._lock.Release();
        }
    }
}
