using ContainerKit.Http;

namespace ContainerKit.Cleanup;

/// <summary>
/// The image of a build. Names that the caller gave are results, and stay when the chain succeeds; undoing gives them back to who had them. A
/// build without any has a name of its own, which nobody else knows: it goes when the chain ends, unless it is handed back, and the image
/// with it, unless somebody has given that a name. Two builds of the same image do not take it from each other so.
/// </summary>
internal sealed class TrackedBuild(EngineClient engine, IReadOnlyList<BuildName> names, bool hasOwnName) : TrackedResource(engine)
{
    private readonly HashSet<ImageReference> _removed = [];

    /// <summary>Set once the engine has answered: it is not at work on it any more.</summary>
    public bool IsCreateFinished { get; set; }

    /// <summary>Whether the build had come so far that it may have made the image before it broke off.</summary>
    public bool MayHaveCreatedImage { get; set; }

    public override bool IsPartOf(ResultResources result) => !hasOwnName || result.ContainsImage(names[0].Reference);

    public override bool IsUsedBy(ContainerDependencies belongings) => hasOwnName && belongings.UsesImage(names[0].Reference);

    public override async Task<bool> RemoveAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        var looks = IsCreateFinished ? 1 : MayHaveCreatedImage ? LateResourcePolling.Delays.Length : LateResourcePolling.Delays.Length / 2;
        foreach (var delay in LateResourcePolling.Delays.Take(looks))
        {
            await Task.Delay(delay, Engine.Options.TimeProvider, cancellationToken).ConfigureAwait(false);
            foreach (var name in names.Where(name => !_removed.Contains(name.Reference)))
            {
                if (await TakeBackAsync(name, limit, cancellationToken).ConfigureAwait(false)) _removed.Add(name.Reference);
            }

            if (_removed.Count == names.Count) break;
        }

        return _removed.Count > 0;
    }

    public override string ToString() => $"image {string.Join(", ", names.Select(name => name.Reference))}";

    private async Task<bool> TakeBackAsync(BuildName name, TimeSpan limit, CancellationToken cancellationToken)
    {
        var current = await TrackedImage.FindIdAsync(Engine, name.Reference, limit, cancellationToken).ConfigureAwait(false);
        if (current is null || current == name.PreviousId) return false;
        if (name.PreviousId is null)
        {
            await TrackedImage.DeleteAsync(Engine, name.Reference.ToString(), limit, cancellationToken).ConfigureAwait(false);
            return true;
        }

        await TrackedImage.RestoreNameAsync(Engine, name.Reference, name.PreviousId, limit, cancellationToken).ConfigureAwait(false);
        if (await TrackedImage.IsUntaggedAsync(Engine, current, limit, cancellationToken).ConfigureAwait(false))
            await TrackedImage.DeleteAsync(Engine, current, limit, cancellationToken).ConfigureAwait(false);
        return true;
    }
}
