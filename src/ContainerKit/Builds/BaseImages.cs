using ContainerKit.Cleanup;
using ContainerKit.Images;
using ContainerKit.Plans;
using ContainerKit.Registries;

namespace ContainerKit.Builds;

/// <summary>Whose credentials a build carries for the images it is built on, and why some could not be found.</summary>
internal sealed record FoundBases(IReadOnlyList<KeyValuePair<RegistryName, RegistryCredential>> Credentials, string Note);

/// <summary>
/// The images that a build is built on. The classic builder pulls them itself, with the credentials sent along. BuildKit asks for credentials
/// by a session that the engine's API alone does not give, but it takes what is on the engine: so what needs credentials, or has to be fresh,
/// is pulled before it is asked.
/// </summary>
internal static class BaseImages
{
    public static async Task<FoundBases> FindAsync(ChainScope scope, BuildSpec spec, BuildContext context, ImageBuilder builder)
    {
        var given = spec.Credentials.ToDictionary(pair => RegistryName.Parse(pair.Key), pair => pair.Value);
        var images = context.Text.BaseImages(spec.Arguments).Select(Parse).OfType<ImageReference>().ToList();
        var found = new Dictionary<RegistryName, RegistryCredential>(scope.Engine.Credentials.LoggedIn);
        foreach (var (registry, credential) in given) found[registry] = credential;
        var note = "";
        foreach (var registry in images.Select(RegistryName.Of).Distinct().Where(registry => !found.ContainsKey(registry)))
        {
            var one = await scope.Engine.Credentials.FindAsync(registry, null, scope.Token).ConfigureAwait(false);
            if (one.Credential is { } credential) found[registry] = credential;
            note += one.Note;
        }

        if (builder == ImageBuilder.BuildKit) await FetchAsync(scope, spec, images, found).ConfigureAwait(false);
        // Also under the host that an image is written with, which is where the classic builder looks.
        return new FoundBases([.. found, .. images.Select(RegistryName.Of).Where(found.ContainsKey).Select(registry => KeyValuePair.Create(registry, found[registry]))], note);
    }

    private static async Task FetchAsync(ChainScope scope, BuildSpec spec, List<ImageReference> images, Dictionary<RegistryName, RegistryCredential> credentials)
    {
        foreach (var image in images)
        {
            var credential = credentials.GetValueOrDefault(RegistryName.Of(image));
            if (!spec.Pull && (credential is null
                || await MadeImage.FindIdAsync(scope.Engine, image, scope.Engine.Options.RequestTimeout, scope.Token).ConfigureAwait(false) is not null)) continue;
            await ImageTransfer.PullAsync(
                scope.Engine, image, new PullOptions { Credential = credential, Platform = spec.Platform }, scope.Progress is { } p ? p.Report : null, scope.Token).ConfigureAwait(false);
        }
    }

    // What is no name, the builder says better.
    private static ImageReference? Parse(string text) => ImageReference.TryParse(text, out var image) ? image : null;
}
