using ContainerKit.Engine;
using ContainerKit.Images;
using ContainerKit.Plans;
using ContainerKit.Registries;

namespace ContainerKit.Builds;

/// <summary>
/// Prepares the base images of a build. The classic builder pulls them itself, with the credentials from the request.
/// BuildKit requests credentials through a session. Without a session, and for a token that BuildKit cannot request, the base images
/// that need credentials or must be up to date are pulled before the build, each for its platform, because BuildKit uses images that
/// are on the engine. Images that BuildKit would not pull are not pulled here either.
/// </summary>
internal static class BaseImages
{
    /// <summary>Finds the credentials that the request needs, and pulls the images that BuildKit cannot pull.</summary>
    /// <param name="context">The context of the plan.</param>
    /// <param name="spec">The build.</param>
    /// <param name="inputs">The inputs of the build.</param>
    /// <param name="hasSession">Indicates whether BuildKit requests credentials itself.</param>
    /// <returns>The base images that the request has credentials for, or that were pulled; null if BuildKit pulls them.</returns>
    public static async Task<IReadOnlyList<ImageReference>?> PrepareAsync(
        PlanContext context, BuildSpec spec, BuildInputs inputs, bool hasSession)
    {
        var (text, credentials) = (inputs.Context.Text, inputs.Credentials);
        if (hasSession && !NeedsRegistryToken(spec, text, credentials)) return null;
        var images = await FindAsync(context, spec, text, inputs.Builder).ConfigureAwait(false);
        foreach (var (reference, _) in images)
            await credentials.FindAsync(RegistryName.Of(reference), context.Token).ConfigureAwait(false);
        if (inputs.Builder == BuilderKind.BuildKit) await PullAsync(context, spec, images, credentials).ConfigureAwait(false);
        return [.. images.Select(image => image.Reference)];
    }

    private static bool NeedsRegistryToken(BuildSpec spec, DockerfileText text, BaseImageCredentials credentials) =>
        BuildStages.Read(text, spec.Arguments, new Dictionary<string, string>()).Needed(spec.Target)
            .Any(image => ImageReference.TryParse(image.Name, out var reference)
                && credentials.HasRegistryToken(RegistryName.Of(reference)));

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
        BaseImageCredentials credentials)
    {
        Action<PlanProgress>? progress = context.Progress is { } p ? p.Report : null;
        // An image for an unknown platform is not pulled: the pull could replace the right image with one for another
        // platform.
        foreach (var (reference, image) in images.Where(image => image.Base.IsPlatformKnown))
        {
            var credential = await credentials.FindAsync(RegistryName.Of(reference), context.Token).ConfigureAwait(false);
            var platform = image.Platform ?? spec.Platform;
            var canSkip = !spec.Pull && (credential is null
                || await ImageLookup.HasAsync(context.Engine, reference, platform, context.Token).ConfigureAwait(false));
            if (canSkip) continue;
            var policy = spec.Pull ? PullPolicy.Always : PullPolicy.Missing;
            var options = new PullOptions { Policy = policy, Credential = credential, Platform = platform };
            await ImageTransfer.PullAsync(context.Engine, reference, options, progress, context.Token).ConfigureAwait(false);
        }
    }
}
