using System.Runtime.CompilerServices;
using ContainerKit.Images;
using ContainerKit.Plans;
using ContainerKit.Sessions;

namespace ContainerKit.Testing.Snapshots;

/// <summary>
/// What a plan has made in this process to base a snapshot on. An image that was built without a name goes with the chain that built it; its id is remembered, by
/// which the snapshot is found again, so that not each copy sends the build's files and waits for it. Those who want it at once take turns: two first builds of
/// the same files are two images to an engine, and would be two snapshots.
/// </summary>
// Its turn has no wait handle that anybody asked for, so it holds nothing to dispose.
#pragma warning disable CA1001
internal sealed class BaseImageCache
#pragma warning restore CA1001
{
    private static readonly ConditionalWeakTable<Step<ImageClient>, BaseImageCache> _all = [];

    private readonly SemaphoreSlim _turn = new(1, 1);
    private ImageClient? _image;

    /// <summary>Finds the snapshot of what was built before, or else runs the plan and makes it.</summary>
    /// <param name="plan">The plan; what it makes belongs to the chain.</param>
    /// <param name="find">Finds the snapshot of an image; null for none.</param>
    /// <param name="make">Finds or makes the snapshot of an image.</param>
    public static async Task<PreparedImage> GetOrBuildAsync(
        Step<ImageClient> plan, PlanContext scope, Func<ImageClient, Task<PreparedImage?>> find, Func<ImageClient, Task<PreparedImage>> make)
    {
        var built = _all.GetValue(plan, _ => new BaseImageCache());
        await built._turn.WaitAsync(scope.Token).ConfigureAwait(false);
        try
        {
            if (built._image is { } known && known.Engine == scope.Engine && await find(known).ConfigureAwait(false) is { } found) return found;
            var image = await plan.RunAsync(scope).ConfigureAwait(false);
            var made = await make(image).ConfigureAwait(false);
            // One that has a name may have another image behind it by the next time.
            built._image = ResourceLabels.GetImageSession(image.Reference.ToString()) is null ? null : image;
            return made;
        }
        finally
        {
            built._turn.Release();
        }
    }
}
