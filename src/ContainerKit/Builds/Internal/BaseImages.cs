using ContainerKit.Engine;
using ContainerKit.Images;
using ContainerKit.Plans;
using ContainerKit.Registries;

namespace ContainerKit.Builds;

/// <summary>
/// Prepares the base images of a build. The classic builder pulls them itself, with the credentials from the request.
/// BuildKit requests credentials through a session, which the engine's HTTP API alone does not provide, but it uses
/// images that are on the engine. Base images that need credentials or must be up to date are therefore pulled before
/// the build, each for its platform. Images that BuildKit would not pull are not pulled here either.
/// </summary>
internal static class BaseImages
{
    /// <summary>Finds the credentials for the base images. For BuildKit, also pulls the images.</summary>
    public static async Task<BaseImageCredentials> PrepareAsync(
        PlanContext context, BuildSpec spec, BuildContext buildContext, BuilderKind builder)
    {
        var given = spec.Credentials.ToDictionary(pair => RegistryName.Parse(pair.Key), pair => pair.Value);
        var source = CredentialSource.For(context.Engine);
        var images = await FindAsync(context, spec, buildContext.Text, builder).ConfigureAwait(false);
        var found = new Dictionary<RegistryName, RegistryCredential>(source.LoggedIn);
        foreach (var (registry, credential) in given) found[registry] = credential;
        var errorHint = "";
        var registries = images.Select(image => RegistryName.Of(image.Reference)).ToList();
        foreach (var registry in registries.Distinct().Where(registry => !found.ContainsKey(registry)))
        {
            var resolved = await source.FindAsync(registry, given: null, context.Token).ConfigureAwait(false);
            if (resolved.Credential is { } credential) found[registry] = credential;
            errorHint += resolved.ErrorHint;
        }

        if (builder == BuilderKind.BuildKit) await PullAsync(context, spec, images, found).ConfigureAwait(false);
        // The classic builder looks for the host as it is written in the name of the image, so the credentials are
        // added under this host, too.
        var byHost = registries.Where(found.ContainsKey).Select(registry => KeyValuePair.Create(registry, found[registry]));
        return new BaseImageCredentials([.. found, .. byHost], errorHint);
    }

    // The classic builder also builds the stages that the target does not need. An invalid name is skipped; the builder
    // reports it.
    private static async Task<List<(ImageReference Reference, BaseImage Base)>> FindAsync(
        PlanContext context, BuildSpec spec, DockerfileText text, BuilderKind builder)
    {
        var isBuildKit = builder == BuilderKind.BuildKit;
        IReadOnlyDictionary<string, string> variables = new Dictionary<string, string>();
        if (isBuildKit && text.UsesPlatforms)
        {
            var engine = await SystemOperations.GetVersionAsync(context.Engine, context.Token).ConfigureAwait(false);
            variables = BuildStages.PlatformVariables($"{engine.OperatingSystem}/{engine.Architecture}", spec.Platform);
        }

        var stages = BuildStages.Read(text, spec.Arguments, variables);
        var images = new List<(ImageReference Reference, BaseImage Base)>();
        foreach (var image in isBuildKit ? stages.Needed(spec.Target) : stages.AllImages)
        {
            if (ImageReference.TryParse(image.Name, out var reference)) images.Add((reference, image));
        }

        return images;
    }

    private static async Task PullAsync(
        PlanContext context,
        BuildSpec spec,
        List<(ImageReference Reference, BaseImage Base)> images,
        Dictionary<RegistryName, RegistryCredential> credentials)
    {
        Action<PlanProgress>? progress = context.Progress is { } p ? p.Report : null;
        // An image for an unknown platform is not pulled: the pull could replace the right image with one for another
        // platform.
        foreach (var (reference, image) in images.Where(image => image.Base.IsPlatformKnown))
        {
            var credential = credentials.GetValueOrDefault(RegistryName.Of(reference));
            var platform = image.Platform ?? spec.Platform;
            var canSkip = !spec.Pull && (credential is null
                || await ImageLookup.HasAsync(context.Engine, reference, platform, context.Token).ConfigureAwait(false));
            if (canSkip) continue;
            var options = new PullOptions { Credential = credential, Platform = platform };
            await ImageTransfer.PullAsync(context.Engine, reference, options, progress, context.Token).ConfigureAwait(false);
        }
    }
}
