using System.Text.Json;
using ContainerKit.Cleanup;
using ContainerKit.Plans;
using ContainerKit.Streams;

namespace ContainerKit.Images;

/// <summary>The first link of a chain: makes sure that an image is on the engine.</summary>
internal sealed class PullStep(ImageReference reference, PullOptions options) : Step<Image>(Describe(reference, options), previous: null)
{
    public ImageReference Reference => reference;

    public PullPolicy Policy => options.Policy;

    /// <summary>Whether the name says all: an image that is on the engine under it is the one, and a create by the name tells when it is missing.</summary>
    public bool IsByNameAlone => Policy != PullPolicy.Always && options.Platform is null;

    public override async Task<Image> RunAsync(ChainScope scope)
    {
        if (Policy != PullPolicy.Always && await FindAsync(scope).ConfigureAwait(false) is { } present && HasPlatform(present)) return Have(scope, present, digest: null);
        var digest = await FetchAsync(scope).ConfigureAwait(false);
        return await FindAsync(scope).ConfigureAwait(false) is { } pulled ? Have(scope, pulled, digest) : throw Missing();
    }

    /// <summary>Asks the registry, whatever the engine has; unless the plan says never to.</summary>
    /// <returns>The digest of what the registry has.</returns>
    public Task<string?> FetchAsync(ChainScope scope)
    {
        if (Policy == PullPolicy.Never) throw Missing();
        return scope.StepAsync(Text, () => ImageTransfer.PullAsync(scope.Engine, reference, options, scope.Progress is { } p ? p.Report : null, scope.Token));
    }

    private Task<JsonElement?> FindAsync(ChainScope scope) =>
        MadeImage.LookUpAsync(scope.Engine, reference.ToString(), scope.Engine.Options.RequestTimeout, scope.Token);

    private Image Have(ChainScope scope, JsonElement image, string? digest) => new(scope.Engine, image.Text("Id"), reference) { Digest = digest };

    // An engine that does not tell a variant has the architecture's usual one.
    private bool HasPlatform(JsonElement image)
    {
        if (options.Platform is not { } platform) return true;
        var wanted = platform.Split('/');
        return Is(wanted[0], image.Text("Os")) && Is(wanted[1], image.Text("Architecture"))
            && (wanted.Length == 2 || image.Text("Variant").Length == 0 || Is(wanted[2], image.Text("Variant")));

        static bool Is(string wanted, string has) => string.Equals(wanted, has, StringComparison.OrdinalIgnoreCase);
    }

    private ImageNotFoundException Missing() => new(reference.ToString(),
        $"The engine has no image {reference}{(options.Platform is { } platform ? $" for {platform}" : "")}. Pull it with Image.Pull(\"{reference}\"), or build it first.");

    private static string Describe(ImageReference reference, PullOptions options) =>
        (options.Policy == PullPolicy.Never ? "local " : "pull ") + (options.Platform is { } platform ? $"--platform {platform} " : "") + reference;
}
