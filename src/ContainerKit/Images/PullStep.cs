using ContainerKit.Plans;

namespace ContainerKit.Images;

/// <summary>The first link of a chain: makes sure that an image is on the engine.</summary>
internal sealed class PullStep(ImageReference reference, PullOptions options)
    : Step<Image>(options.Policy == PullPolicy.Never ? $"local {reference}" : $"pull {reference}", previous: null)
{
    public ImageReference Reference => reference;

    public PullPolicy Policy => options.Policy;

    public override async Task<Image> RunAsync(ChainScope scope)
    {
        if (Policy != PullPolicy.Always && await FindAsync(scope).ConfigureAwait(false) is { } present) return present;
        await FetchAsync(scope).ConfigureAwait(false);
        return await FindAsync(scope).ConfigureAwait(false) ?? throw Missing();
    }

    /// <summary>Asks the registry, whatever the engine has; unless the plan says never to.</summary>
    public Task FetchAsync(ChainScope scope)
    {
        // An id means nothing to a registry.
        if (Policy == PullPolicy.Never || reference.IsId) throw Missing();
        return scope.StepAsync(Text, async () =>
        {
            await ImageTransfer.PullAsync(scope.Engine, reference, options.Credential, scope.Progress is { } p ? p.Report : null, scope.Token).ConfigureAwait(false);
            return true;
        });
    }

    private Task<Image?> FindAsync(ChainScope scope) =>
        ImageLookup.FindAsync(scope.Engine, reference, scope.Engine.Options.RequestTimeout, scope.Token);

    private ImageNotFoundException Missing() => new(reference.ToString(),
        reference.IsId
            ? $"The engine has no image {reference}. An id cannot be pulled; pull the image by its name."
            : $"The engine has no image {reference}. Pull it with Image.Pull(\"{reference}\"), or build it first.");
}
