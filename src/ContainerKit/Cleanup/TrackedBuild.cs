using ContainerKit.Http;
using ContainerKit.Timing;

namespace ContainerKit.Cleanup;

/// <summary>
/// The image of a build. Names that the caller chose stay when the plan succeeds; a rollback restores them to the
/// images that had them before. A build without such a name gets a unique one, so that two builds of the same image
/// stay independent. That name is removed with the plan, unless the image is part of the result. The engine removes the
/// image with its last name.
/// </summary>
internal sealed class TrackedBuild(EngineClient engine, IReadOnlyList<BuildName> names, bool hasOwnName) : TrackedResource(engine)
{
    private readonly HashSet<ImageReference> _removed = [];

    // The images that lose their names, for a retry, which no longer finds them by the names.
    private readonly Dictionary<ImageReference, string> _removing = [];

    /// <summary>
    /// Indicates whether the engine has returned a response, so that it no longer works on the build.
    /// </summary>
    public bool IsCreateFinished { get; set; }

    /// <summary>
    /// Indicates whether an interrupted build had progressed so far that the engine may have created the image.
    /// </summary>
    public bool MayHaveCreatedImage { get; set; }

    public override bool IsPartOf(ResultResources result) => !hasOwnName || result.ContainsImage(names[0].Reference);

    public override bool IsUsedBy(ContainerDependencies dependencies) => hasOwnName && dependencies.UsesImage(names[0].Reference);

    public override async Task<bool> RemoveAsync(TimeSpan requestTimeout, CancellationToken cancellationToken)
    {
        foreach (var delay in PollingSchedule.LostImage.Delays.Take(GetAttemptCount()))
        {
            await Task.Delay(delay, Engine.Options.TimeProvider, cancellationToken).ConfigureAwait(false);
            foreach (var name in names.Where(name => !_removed.Contains(name.Reference)))
            {
                if (await RemoveNameAsync(name, requestTimeout, cancellationToken).ConfigureAwait(false)) _removed.Add(name.Reference);
            }

            if (_removed.Count == names.Count) break;
        }

        return _removed.Count > 0;
    }

    public override string ToString() => $"image {string.Join(", ", names.Select(name => name.Reference))}";

    private int GetAttemptCount()
    {
        if (IsCreateFinished) return 1;
        var count = PollingSchedule.LostImage.Delays.Count;
        return MayHaveCreatedImage ? count : count / 2;
    }

    private async Task<bool> RemoveNameAsync(BuildName name, TimeSpan requestTimeout, CancellationToken cancellationToken)
    {
        var current = await TrackedImage.FindIdAsync(Engine, name.Reference, requestTimeout, cancellationToken).ConfigureAwait(false);
        if (current is null || current == name.PreviousId)
        {
            // An earlier attempt may have taken the name from the image, and have failed then.
            if (!_removing.TryGetValue(name.Reference, out var unnamed)) return false;
            await TrackedImage.DeleteUntaggedAsync(Engine, unnamed, requestTimeout, cancellationToken).ConfigureAwait(false);
            return true;
        }

        _removing[name.Reference] = current;
        if (name.PreviousId is null)
        {
            await TrackedImage.DeleteAsync(Engine, name.Reference.ToString(), requestTimeout, cancellationToken).ConfigureAwait(false);
            return true;
        }

        await TrackedImage.RestoreNameAsync(Engine, name.Reference, name.PreviousId, requestTimeout, cancellationToken)
            .ConfigureAwait(false);
        await TrackedImage.DeleteUntaggedAsync(Engine, current, requestTimeout, cancellationToken).ConfigureAwait(false);
        return true;
    }
}
