using System.Security.Cryptography;
using System.Text.Json;
using ContainerKit.Images;
using ContainerKit.Json;
using ContainerKit.Plans;
using ContainerKit.Sessions;
using ContainerKit.Testing.Execution;

namespace ContainerKit.Testing.Snapshots;

/// <summary>
/// The first step of a plan that uses a snapshot: finds the snapshot's image, or creates it. The creation is a separate
/// plan, so that the snapshot is kept if the plan of its first copy fails.
/// </summary>
internal sealed class SnapshotStep(SnapshotDefinition definition) : Step<PreparedImage>(definition.ToString(), previous: null)
{
    /// <summary>Returns a plan for the image of a snapshot.</summary>
    public static ImagePlan ToImagePlan(SnapshotDefinition definition) => new(
        new SelectStep<PreparedImage, ImageClient>(new SnapshotStep(definition), prepared => prepared.Image), definition.Image.Options);

    /// <summary>Returns a plan that starts with an existing image.</summary>
    public static ImagePlan FromImage(ImageClient image) =>
        new(new HaveStep<ImageClient>(image, image.Reference.ToString()), PlanOptions.None);

    public override Task<PreparedImage> RunAsync(PlanContext scope) => scope.StepAsync(Text, async () =>
    {
        if (definition.IsTemporary) await TestSession.Current.TrackAsync(DockerEngine.For(scope.Engine), scope.Token).ConfigureAwait(false);
        // Runs as part of this plan, which removes images that it builds without a name. The snapshot keeps their
        // layers.
        var baseImage = definition.Image.Source;
        if (baseImage is PullStep)
        {
            var pulled = await baseImage.RunAsync(scope).ConfigureAwait(false);
            return await FindOrCreateAsync(scope, pulled).ConfigureAwait(false);
        }

        return await BaseImageCache.GetOrBuildAsync(
            baseImage,
            scope,
            async image => await FindAsync(scope, (await ResolveNameAsync(scope, image).ConfigureAwait(false)).Name).ConfigureAwait(false),
            image => FindOrCreateAsync(scope, image)).ConfigureAwait(false);
    });

    private async Task<(ImageReference Name, string Tag)> ResolveNameAsync(PlanContext scope, ImageClient baseImage)
    {
        var tag = await definition.ComputeTagAsync(baseImage, scope.Token).ConfigureAwait(false);
        var session = ResourceLabels.SessionLabelFor(await scope.Engine.GetEndpointAsync(scope.Token).ConfigureAwait(false));
        return (SnapshotStore.CreateImageName(definition, baseImage, session, tag), tag);
    }

    private async Task<PreparedImage> FindOrCreateAsync(PlanContext scope, ImageClient baseImage)
    {
        var (name, tag) = await ResolveNameAsync(scope, baseImage).ConfigureAwait(false);
        if (await FindAsync(scope, name).ConfigureAwait(false) is { } found) return found;
        using (await SnapshotLock.AcquireAsync(tag, scope.Token).ConfigureAwait(false))
        {
            // The previous holder of the lock may have created it.
            return await FindAsync(scope, name).ConfigureAwait(false) ?? await CreateAsync(scope, baseImage, name).ConfigureAwait(false);
        }
    }

    private async Task<PreparedImage?> FindAsync(PlanContext scope, ImageReference name)
    {
        var image = await ImageLookup.InspectAsync(
            scope.Engine, name.ToString(), scope.Engine.Options.RequestTimeout, scope.Token).ConfigureAwait(false);
        return image is { } json
            ? new PreparedImage(new ImageClient(scope.Engine, json.GetStringOrEmpty("Id"), name), ReadSecret(json))
            : null;
    }

    private async Task<PreparedImage> CreateAsync(PlanContext scope, ImageClient baseImage, ImageReference name)
    {
        var secret = RandomNumberGenerator.GetHexString(32, lowercase: true);
        ImagePlan start = FromImage(baseImage).On(DockerEngine.For(scope.Engine));
        if (scope.Progress is { } progress) start = start.WithProgress(progress);
        if (scope.KeepOnFailure) start = start.KeepOnFailure();
        var commit = new CommitOptions { IncludeVolumes = true, Changes = SnapshotStore.CreateLabelChanges(definition, name) };
        var plan = definition.CreatePreparationPlan(start, secret).Do(GracefulStop.StopAsync).Commit(name.ToString(), commit);
        var image = await PlanDiagnostics.RunAsync($"create the {definition}", plan, scope.Token).ConfigureAwait(false);
        // Another machine may have created the snapshot on the same engine at the same time. Then all processes use the
        // image that has the name.
        if (await FindAsync(scope, name).ConfigureAwait(false) is { } current && current.Image.Id != image.Id)
        {
            await SnapshotStore.RemoveIfUntaggedAsync(image.Client, scope.Token).ConfigureAwait(false);
            return current;
        }

        if (!definition.IsTemporary) await SnapshotStore.RemoveOutdatedAsync(image.Client, scope.Token).ConfigureAwait(false);
        return new PreparedImage(image.Client, secret);
    }

    private string ReadSecret(JsonElement image) =>
        definition.SecretVariable is { } variable && ImageDetails.Read(image).Environment.TryGetValue(variable, out var secret)
            ? secret
            : "";
}
