namespace ContainerKit.Services.Snapshots;

/// <summary>
/// The preparation of a snapshot's image: finds it, or creates it. The creation is a separate plan, so that the snapshot
/// is kept if the plan of its first copy fails.
/// </summary>
internal sealed class SnapshotPreparation(SnapshotDefinition definition, StepContext context)
{
    /// <summary>Returns a plan for the image of a snapshot, and for the secret in it.</summary>
    public static Plan<PreparedImage> Create(SnapshotDefinition definition) =>
        Plan.Create(definition.ToString(), context => new SnapshotPreparation(definition, context).RunAsync())
            .WithOptionsOf(definition.Image);

    /// <summary>Returns a plan for the image of a snapshot.</summary>
    public static ImagePlan ToImage(SnapshotDefinition definition) =>
        Plan.Create(
            definition.ToString(),
            async context => (await new SnapshotPreparation(definition, context).RunAsync().ConfigureAwait(false)).Image)
            .WithOptionsOf(definition.Image);

    private CancellationToken Token => context.CancellationToken;

    private async Task<PreparedImage> RunAsync()
    {
        if (definition.IsTemporary) await TestCleanupSession.Current.TrackAsync(context.Engine, Token).ConfigureAwait(false);
        // The plan of the base image runs as part of this plan, which removes images that it builds without a name. The
        // snapshot keeps their layers.
        return definition.IsPulled
            ? await FindOrCreateAsync(await context.RunAsync(definition.Image).ConfigureAwait(false)).ConfigureAwait(false)
            : await BaseImageCache.GetOrBuildAsync(definition.Image, context, FindAsync, FindOrCreateAsync).ConfigureAwait(false);
    }

    private async Task<(ImageReference Name, string Tag)> ResolveNameAsync(Image baseImage)
    {
        var tag = await definition.ComputeTagAsync(baseImage, Token).ConfigureAwait(false);
        return (SnapshotStore.CreateImageName(definition, baseImage, tag), tag);
    }

    private async Task<PreparedImage?> FindAsync(Image baseImage) =>
        await FindAsync((await ResolveNameAsync(baseImage).ConfigureAwait(false)).Name).ConfigureAwait(false);

    private async Task<PreparedImage> FindOrCreateAsync(Image baseImage)
    {
        var (name, tag) = await ResolveNameAsync(baseImage).ConfigureAwait(false);
        if (await FindAsync(name).ConfigureAwait(false) is { } found) return found;
        using (await SnapshotLock.AcquireAsync(tag, Token).ConfigureAwait(false))
        {
            // The previous holder of the lock may have created it.
            return await FindAsync(name).ConfigureAwait(false) ?? await CreateAsync(baseImage, name).ConfigureAwait(false);
        }
    }

    private async Task<PreparedImage?> FindAsync(ImageReference name)
    {
        try
        {
            var details = await Image.Inspect(name.ToString()).On(context.Engine).ExecuteAsync(Token).ConfigureAwait(false);
            return new PreparedImage(details.Image, ReadSecret(details));
        }
        catch (ImageNotFoundException)
        {
            return null;
        }
    }

    private async Task<PreparedImage> CreateAsync(Image baseImage, ImageReference name)
    {
        var secret = ServiceSpec.NewPassword();
        var start = Plan.FromResult(baseImage).On(context.Engine);
        if (context.Progress is { } progress) start = start.WithProgress(progress);
        if (context.KeepsOnFailure) start = start.KeepOnFailure();
        var commit = SnapshotStore.CreateCommitOptions(definition, name);
        var plan = definition.CreatePreparationPlan(start, secret).Do(GracefulStop.StopAsync).Commit(name.ToString(), commit);
        var image = await plan.WithLogsOnFailure($"create the {definition}").ExecuteAsync(Token).ConfigureAwait(false);
        // Another machine may have created the snapshot on the same engine at the same time. Then all processes use the
        // image that has the name.
        if (await FindAsync(name).ConfigureAwait(false) is { } current && current.Image.Id != image.Id)
        {
            await SnapshotStore.RemoveIfUntaggedAsync(image, Token).ConfigureAwait(false);
            return current;
        }

        if (!definition.IsTemporary) await SnapshotStore.RemoveOutdatedAsync(image, Token).ConfigureAwait(false);
        return new PreparedImage(image, secret);
    }

    private string ReadSecret(ImageDetails image) =>
        definition.SecretVariable is { } variable && image.Environment.TryGetValue(variable, out var secret) ? secret : "";
}
