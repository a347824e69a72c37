using ContainerKit.Cleanup;
using ContainerKit.Http;
using ContainerKit.Images;
using ContainerKit.Plans;
using ContainerKit.Sessions;

namespace ContainerKit.Testing.Snapshots;

/// <summary>Where snapshots stand: what they are called, and which go when.</summary>
internal static partial class SnapshotStore
{
    // What the branch of yesterday made, somebody may come back to.
    private static readonly TimeSpan _outdated = TimeSpan.FromDays(7);

    private const string Repository = "containerkit-snapshot/";

    // On kept ones: their name. A commit of a copy empties it, as it does with all labels of ours, and is no snapshot.
    private const string Label = ResourceLabels.Prefix + "snapshot";

    /// <summary>Whether an engine's name for an image is that of a snapshot.</summary>
    public static bool IsSnapshot(string tag) => ResourceLabels.RemoveDefaultRegistry(tag).StartsWith(Repository, StringComparison.Ordinal);

    public static bool IsName(string name) => Pattern().IsMatch(name);

    /// <summary>What the image of a recipe is called. One that goes with the process is called as images are that its session removes.</summary>
    /// <param name="session">This process, on the engine where it stands.</param>
    public static ImageReference Name(SnapshotRecipe recipe, ImageClient @base, string session, string tag) => ImageReference.Parse(recipe.IsTemporary
        ? $"{ResourceLabels.ImageRepository}:{session}-{tag}"
        : $"{Repository}{recipe.Name ?? (@base.Reference.IsId ? "image" : @base.Reference.Repository.Split('/')[^1])}:{tag}");

    /// <summary>The labels of the image, as a commit takes them.</summary>
    public static IReadOnlyList<string> Labels(SnapshotRecipe recipe, ImageReference name) =>
        recipe.IsTemporary ? [] : [$"LABEL {Label}={NameOf(name)}"];

    public static Plan<IReadOnlyList<ImageSummary>> List() => Image.List(Filter(name: null)).Select(IReadOnlyList<ImageSummary> (all) => [.. all.Where(IsSnapshotImage)]);

    /// <param name="name">Null for all.</param>
    public static Plan<IReadOnlyList<string>> Prune(string? name, TimeSpan age) => new(
        new FirstStep<IReadOnlyList<string>>($"prune snapshots{(name is null ? "" : $" of {name}")}", scope => RemoveAsync(scope.Engine, name, age, _ => true, scope.Token)), PlanOptions.None);

    /// <summary>Removes what was made long ago under the name of a new snapshot. Whatever comes of it, the new one is there.</summary>
    public static Task RemoveOutdatedAsync(ImageClient made, CancellationToken cancellationToken) => TryAsync($"outdated snapshots beside {made}", () =>
        RemoveAsync(made.Engine, NameOf(made.Reference), _outdated, image => image.Id != made.Id, cancellationToken));

    /// <summary>Removes one that has been made in vain, unless somebody has given it a name.</summary>
    public static Task RemoveNamelessAsync(ImageClient made, CancellationToken cancellationToken) => TryAsync($"{made}, whose name another one has", async () =>
    {
        var limit = made.Engine.Options.RequestTimeout;
        if (await TrackedImage.IsUntaggedAsync(made.Engine, made.Id, limit, cancellationToken).ConfigureAwait(false))
            await TrackedImage.DeleteAsync(made.Engine, made.Id, limit, cancellationToken).ConfigureAwait(false);
    });

    private static async Task TryAsync(string what, Func<Task> remove)
    {
        try
        {
            await remove().ConfigureAwait(false);
        }
        catch (ContainerKitException e)
        {
            TestSession.Current.Warn($"Could not remove {what}: {e.Message}");
        }
    }

    private static async Task<IReadOnlyList<string>> RemoveAsync(EngineClient engine, string? name, TimeSpan age, Func<ImageSummary, bool> which, CancellationToken cancellationToken)
    {
        var before = engine.Options.TimeProvider.GetUtcNow() - age;
        var gone = new List<string>();
        foreach (var image in await ImageLookup.ListAsync(engine, Filter(name), cancellationToken).ConfigureAwait(false))
        {
            if (!(IsSnapshotImage(image) || IsDangling(image)) || !which(image) || image.CreatedAt is not { } made || made > before) continue;
            try
            {
                await image.Image.RemoveAsync(cancellationToken).ConfigureAwait(false);
                gone.Add(image.Image.Reference.ToString());
            }
            catch (Exception e) when (e is ImageInUseException or ImageNotFoundException)
            {
                // Copies of it run, or somebody else was faster.
            }
        }

        return gone;
    }

    private static ImageFilter Filter(string? name) => new() { Labels = [name is null ? Label : $"{Label}={name}"] };

    private static string NameOf(ImageReference snapshot) => snapshot.Repository.Split('/')[^1];

    // An image that was built from a snapshot has its labels.
    private static bool IsSnapshotImage(ImageSummary image) => image.Tags.Count == 1 && IsSnapshot(image.Tags[0]);

    // To one that another machine has made on the same engine, while copies of this one ran. A label that a commit has emptied says nothing.
    private static bool IsDangling(ImageSummary image) => image is { IsDangling: true, Digests.Count: 0 } && image.Labels.GetValueOrDefault(Label) is { Length: > 0 };

    [System.Text.RegularExpressions.GeneratedRegex(@"^[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*\z")]
    private static partial System.Text.RegularExpressions.Regex Pattern();
}
