using ContainerKit.Engine;
using ContainerKit.Images;
using ContainerKit.Plans;
using ContainerKit.Registries;

namespace ContainerKit.Builds;

/// <summary>
/// The images that a build is built on. The classic builder pulls them itself, with the credentials sent along. BuildKit asks for credentials
/// by a session that the engine's API alone does not give, but it takes what is on the engine: so what needs credentials, or has to be fresh,
/// is pulled before it is asked, for the platform that it is needed for, and nothing that BuildKit would not fetch.
/// </summary>
internal static class BaseImages
{
    public static async Task<BaseImageCredentials> FindAsync(PlanContext scope, BuildSpec spec, BuildContext context, BuilderKind builder)
    {
        var given = spec.Credentials.ToDictionary(pair => RegistryName.Parse(pair.Key), pair => pair.Value);
        var images = await NeededAsync(scope, spec, context.Text, builder).ConfigureAwait(false);
        var found = new Dictionary<RegistryName, RegistryCredential>(CredentialSource.For(scope.Engine).LoggedIn);
        foreach (var (registry, credential) in given) found[registry] = credential;
        var note = "";
        foreach (var registry in images.Select(image => RegistryName.Of(image.Reference)).Distinct().Where(registry => !found.ContainsKey(registry)))
        {
            var one = await CredentialSource.For(scope.Engine).FindAsync(registry, null, scope.Token).ConfigureAwait(false);
            if (one.Credential is { } credential) found[registry] = credential;
            note += one.ErrorHint;
        }

        if (builder == BuilderKind.BuildKit) await FetchAsync(scope, spec, images, found).ConfigureAwait(false);
        // Also under the host that an image is written with, which is where the classic builder looks.
        return new BaseImageCredentials([.. found, .. images.Select(image => RegistryName.Of(image.Reference)).Where(found.ContainsKey).Select(registry => KeyValuePair.Create(registry, found[registry]))], note);
    }

    // The classic builder walks through stages that the target does not need, too. What is no name, the builder says better.
    private static async Task<List<(ImageReference Reference, BaseImage Base)>> NeededAsync(PlanContext scope, BuildSpec spec, DockerfileText text, BuilderKind builder)
    {
        var isBuildKit = builder == BuilderKind.BuildKit;
        IReadOnlyDictionary<string, string> variables = new Dictionary<string, string>();
        if (isBuildKit && text.UsesPlatforms)
        {
            var engine = await SystemOperations.GetVersionAsync(scope.Engine, scope.Token).ConfigureAwait(false);
            variables = BuildStages.PlatformVariables($"{engine.OperatingSystem}/{engine.Architecture}", spec.Platform);
        }

        var stages = BuildStages.Read(text, spec.Arguments, variables);
        return [.. (isBuildKit ? stages.Needed(spec.Target) : stages.AllImages).SelectMany(image =>
            ImageReference.TryParse(image.Name, out var reference) ? ((ImageReference, BaseImage)[])[(reference, image)] : [])];
    }

    private static async Task FetchAsync(
        PlanContext scope, BuildSpec spec, List<(ImageReference Reference, BaseImage Base)> images, Dictionary<RegistryName, RegistryCredential> credentials)
    {
        // Of an image for who knows which platform none is fetched: it might be the wrong one, and take the place of the right one.
        foreach (var (image, needed) in images.Where(image => image.Base.IsPlatformKnown))
        {
            var credential = credentials.GetValueOrDefault(RegistryName.Of(image));
            var platform = needed.Platform ?? spec.Platform;
            if (!spec.Pull && (credential is null || await ImageLookup.HasAsync(scope.Engine, image, platform, scope.Token).ConfigureAwait(false))) continue;
            await ImageTransfer.PullAsync(
                scope.Engine, image, new PullOptions { Credential = credential, Platform = platform }, scope.Progress is { } p ? p.Report : null, scope.Token).ConfigureAwait(false);
        }
    }
}
