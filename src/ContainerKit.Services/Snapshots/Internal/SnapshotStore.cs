namespace ContainerKit.Services.Snapshots;

/// <summary>The snapshots on an engine: their names and labels, and their removal.</summary>
internal static partial class SnapshotStore
{
    // Long enough to switch back to a recent branch without creating its snapshots again.
    private static readonly TimeSpan _outdatedAge = TimeSpan.FromDays(7);

    private const string Repository = "containerkit-snapshot/";

    // The label of persistent snapshots; its value is their name. A commit of a copy empties it, like all labels of the
    // library, so the committed image is not a snapshot.
    private const string Label = "containerkit.snapshot";

    // The comment of the images of persistent snapshots. Unlike labels, images that are based on them do not inherit it.
    private const string Comment = "ContainerKit snapshot";

    /// <summary>Returns whether an image name that an engine reports is that of a snapshot.</summary>
    // Podman adds a default registry to a name without one: Docker Hub, or localhost if it is configured so.
    public static bool IsSnapshotName(string tag) =>
        ImageReference.TryParse(tag, out var name)
        && name.Registry is "docker.io" or "localhost"
        && name.Repository.StartsWith(Repository, StringComparison.Ordinal);

    public static bool IsValidName(string name) => NamePattern().IsMatch(name);

    /// <summary>
    /// Returns the image name of a snapshot. A temporary snapshot has the name of an image that its session removes.
    /// </summary>
    public static ImageReference CreateImageName(SnapshotDefinition definition, Image baseImage, string tag)
    {
        if (definition.IsTemporary) return ImageReference.Parse(CleanupSession.Current.CreateImageName(tag));
        var name = definition.Name ?? (baseImage.Reference.IsId ? "image" : GetLastSegment(baseImage.Reference));
        return ImageReference.Parse($"{Repository}{name}:{tag}");
    }

    /// <summary>Returns the options of the commit that creates the image.</summary>
    public static CommitOptions CreateCommitOptions(SnapshotDefinition definition, ImageReference name)
    {
        var options = new CommitOptions { IncludeVolumes = true };
        return definition.IsTemporary
            ? options
            : options with { Message = Comment, Changes = [$"LABEL {Label}={GetLastSegment(name)}"] };
    }

    public static Plan<IReadOnlyList<ImageSummary>> List() =>
        Image.List(CreateFilter(name: null)).Select(IReadOnlyList<ImageSummary> (images) => [.. images.Where(IsSnapshotImage)]);

    /// <param name="name">The name of the snapshots; null for all.</param>
    public static Plan<IReadOnlyList<string>> Prune(string? name, TimeSpan age)
    {
        return Plan.Create(
            $"prune snapshots{(name is null ? "" : $" of {name}")}",
            context => RemoveAsync(context.Engine, name, age, _ => true, context.CancellationToken));
    }

    /// <summary>Removes old snapshots with the name of a new one. A failure is reported as a warning.</summary>
    public static Task RemoveOutdatedAsync(Image created, CancellationToken cancellationToken) => TryRemoveAsync(
        $"outdated snapshots with the name of {created}",
        () => RemoveAsync(
            created.Engine, GetLastSegment(created.Reference), _outdatedAge, image => image.Id != created.Id, cancellationToken));

    /// <summary>Removes an image that another snapshot has replaced, unless it has another name.</summary>
    public static Task RemoveIfUntaggedAsync(Image created, CancellationToken cancellationToken) => TryRemoveAsync(
        $"{created}, whose name refers to another image now",
        async () =>
        {
            try
            {
                var byId = await Image.Inspect(created.Id).On(created.Engine).ExecuteAsync(cancellationToken).ConfigureAwait(false);
                if (byId.Tags.Count == 0) await byId.Image.RemoveAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (Exception e) when (e is ImageNotFoundException or ImageInUseException)
            {
                // It was removed already, or has got a container since.
            }
        });

    private static async Task TryRemoveAsync(string description, Func<Task> remove)
    {
        try
        {
            await remove().ConfigureAwait(false);
        }
        catch (ContainerKitException e)
        {
            TestCleanupSession.Current.ReportWarning($"Could not remove {description}: {e.Message}");
        }
    }

    private static async Task<IReadOnlyList<string>> RemoveAsync(
        DockerEngine engine, string? name, TimeSpan age, Func<ImageSummary, bool> predicate, CancellationToken cancellationToken)
    {
        var latest = engine.TimeProvider.GetUtcNow() - age;
        var removed = new List<string>();
        foreach (var image in await Image.List(CreateFilter(name)).On(engine).ExecuteAsync(cancellationToken).ConfigureAwait(false))
        {
            // An engine or a proxy that does not apply the filter lists other images too.
            if (name is not null && image.Labels.GetValueOrDefault(Label) != name) continue;
            if (!(IsSnapshotImage(image) || IsDangling(image)) || !predicate(image)) continue;
            if (image.CreatedAt is not { } createdAt || createdAt > latest) continue;
            try
            {
                var details = await image.Image.InspectAsync(cancellationToken).ConfigureAwait(false);
                // The list does not contain the comment. Without a name, it is the only proof that the image did not inherit the label.
                if (image.IsDangling && details.Comment != Comment) continue;
                await image.Image.RemoveAsync(cancellationToken).ConfigureAwait(false);
                removed.Add(image.Image.Reference.ToString());
                await RemoveUntaggedParentsAsync(engine, details.ParentId, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception e) when (e is ImageInUseException or ImageNotFoundException)
            {
                // Containers use it, or another process has removed it.
            }
        }

        return removed;
    }

    private static ImageFilter CreateFilter(string? name) => new() { Labels = [name is null ? Label : $"{Label}={name}"] };

    private static string GetLastSegment(ImageReference name) => name.Repository.Split('/')[^1];

    // An image that was built from a snapshot inherits its label, so the name is compared with the label.
    private static bool IsSnapshotImage(ImageSummary image) =>
        image.Tags.Count == 1
        && IsSnapshotName(image.Tags[0])
        && GetLastSegment(ImageReference.Parse(image.Tags[0])) == image.Labels.GetValueOrDefault(Label);

    // A snapshot that lost its name to one that another machine created on the same engine, while copies of it were
    // running. An empty label is one that a commit has emptied.
    private static bool IsDangling(ImageSummary image) =>
        image is { IsDangling: true, Digests.Count: 0 } && image.Labels.GetValueOrDefault(Label) is { Length: > 0 };

    // An engine removes the untagged parents of an image that it removes. With the containerd image store it keeps them if it has
    // removed one of their own parents before, as for a base image that was built without a name: see image_delete.go and
    // image_children.go in https://github.com/moby/moby/tree/v28.5.2/daemon/containerd.
    private static async Task RemoveUntaggedParentsAsync(DockerEngine engine, string? parentId, CancellationToken cancellationToken)
    {
        try
        {
            while (parentId is not null)
            {
                var parent = await Image.Inspect(parentId).On(engine).ExecuteAsync(cancellationToken).ConfigureAwait(false);
                if (parent.Tags.Count > 0 || parent.Digests.Count > 0) return;
                await parent.Image.RemoveAsync(cancellationToken).ConfigureAwait(false);
                parentId = parent.ParentId;
            }
        }
        catch (Exception e) when (e is ImageNotFoundException or ImageInUseException)
        {
            // The engine has removed it, or another image or a container needs it.
        }
    }

    [System.Text.RegularExpressions.GeneratedRegex(@"^[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*\z")]
    private static partial System.Text.RegularExpressions.Regex NamePattern();
}
