using ContainerKit.Cleanup;
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
        if (Policy == PullPolicy.Never) throw Missing();
        return scope.StepAsync(Text, async () =>
        {
            await ImageTransfer.PullAsync(scope.Engine, reference, options.Credential, scope.Progress is { } p ? p.Report : null, scope.Token).ConfigureAwait(false);
            return true;
        });
    }

    private async Task<Image?> FindAsync(ChainScope scope)
    {
        var id = await MadeImage.FindIdAsync(scope.Engine, reference, scope.Engine.Options.RequestTimeout, scope.Token).ConfigureAwait(false);
        return id is null ? null : new Image(scope.Engine, id, reference);
    }

    private ImageNotFoundException Missing() => new(reference.ToString(),
        $"The engine has no image {reference}. Pull it with Image.Pull(\"{reference}\"), or build it first.");
}
