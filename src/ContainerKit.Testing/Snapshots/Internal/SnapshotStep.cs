using System.Security.Cryptography;
using System.Text.Json;
using ContainerKit.Images;
using ContainerKit.Json;
using ContainerKit.Plans;
using ContainerKit.Sessions;
using ContainerKit.Testing.Execution;

namespace ContainerKit.Testing.Snapshots;

/// <summary>
/// The first link of a chain that begins with a snapshot: finds its image, or makes it. Making it is a chain of its own, so that a snapshot stays when
/// something else goes wrong with its first copy.
/// </summary>
internal sealed class SnapshotStep(SnapshotRecipe recipe) : Step<PreparedImage>(recipe.ToString(), previous: null)
{
    public override Task<PreparedImage> RunAsync(PlanContext scope) => scope.StepAsync(Text, async () =>
    {
        if (recipe.IsTemporary) await TestSession.Current.TrackAsync(DockerEngine.For(scope.Engine), scope.Token).ConfigureAwait(false);
        // A part of this chain: what it makes without a name goes with it. A snapshot that is made of that keeps its layers.
        var plan = recipe.Image.Source;
        return plan is PullStep
            ? await FindOrMakeAsync(scope, await plan.RunAsync(scope).ConfigureAwait(false)).ConfigureAwait(false)
            : await BaseImageCache.GetOrBuildAsync(plan, scope, async @base => await FindAsync(scope, (await NameAsync(scope, @base).ConfigureAwait(false)).Name).ConfigureAwait(false),
                @base => FindOrMakeAsync(scope, @base)).ConfigureAwait(false);
    });

    /// <summary>A plan that begins with an image that is there.</summary>
    public static ImagePlan Have(ImageClient image) => new(new HaveStep<ImageClient>(image, image.Reference.ToString()), PlanOptions.None);

    private async Task<(ImageReference Name, string Tag)> NameAsync(PlanContext scope, ImageClient @base)
    {
        var tag = await recipe.TagAsync(@base, scope.Token).ConfigureAwait(false);
        var session = ResourceLabels.SessionLabelFor(await scope.Engine.GetEndpointAsync(scope.Token).ConfigureAwait(false));
        return (SnapshotStore.Name(recipe, @base, session, tag), tag);
    }

    private async Task<PreparedImage> FindOrMakeAsync(PlanContext scope, ImageClient @base)
    {
        var (name, tag) = await NameAsync(scope, @base).ConfigureAwait(false);
        if (await FindAsync(scope, name).ConfigureAwait(false) is { } found) return found;
        using (await SnapshotLock.TakeAsync(tag, scope.Token).ConfigureAwait(false))
        {
            // Whoever had the lock may have made it.
            return await FindAsync(scope, name).ConfigureAwait(false) ?? await MakeAsync(scope, @base, name).ConfigureAwait(false);
        }
    }

    private async Task<PreparedImage?> FindAsync(PlanContext scope, ImageReference name)
    {
        if (await ImageLookup.InspectAsync(scope.Engine, name.ToString(), scope.Engine.Options.RequestTimeout, scope.Token).ConfigureAwait(false) is not { } image) return null;
        return new PreparedImage(new ImageClient(scope.Engine, image.GetStringOrEmpty("Id"), name), Secret(image));
    }

    private async Task<PreparedImage> MakeAsync(PlanContext scope, ImageClient @base, ImageReference name)
    {
        var secret = RandomNumberGenerator.GetHexString(32, lowercase: true);
        ImagePlan begin = Have(@base).On(DockerEngine.For(scope.Engine));
        if (scope.Progress is { } progress) begin = begin.WithProgress(progress);
        if (scope.KeepOnFailure) begin = begin.KeepOnFailure();
        var chain = recipe.Prepare(begin, secret)
            .Do(GracefulStop.RunAsync)
            .Commit(name.ToString(), new CommitOptions { IncludeVolumes = true, Changes = SnapshotStore.Labels(recipe, name) });
        var image = await PlanDiagnostics.RunAsync($"make the {recipe}", chain, scope.Token).ConfigureAwait(false);
        // Another machine may have made it meanwhile on the same engine. Of two, the one that has the name now is everybody's.
        if (await FindAsync(scope, name).ConfigureAwait(false) is { } named && named.Image.Id != image.Id)
        {
            await SnapshotStore.RemoveNamelessAsync(image.Client, scope.Token).ConfigureAwait(false);
            return named;
        }

        if (!recipe.IsTemporary) await SnapshotStore.RemoveOutdatedAsync(image.Client, scope.Token).ConfigureAwait(false);
        return new PreparedImage(image.Client, secret);
    }

    private string Secret(JsonElement image) =>
        recipe.SecretVariable is { } variable && ImageDetails.Read(image).Environment.TryGetValue(variable, out var secret) ? secret : "";
}
