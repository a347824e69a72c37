using System.Text.Json;
using ContainerKit.Json;
using ContainerKit.Plans;

namespace ContainerKit.Images;

/// <summary>The first step of a plan that starts with an image: ensures that the image is on the engine.</summary>
internal sealed class PullStep(ImageReference reference, PullOptions options)
    : Step<ImageClient>(Describe(reference, options), previous: null)
{
    private readonly PlatformRequirement? _platform = options.Platform is { } platform ? new PlatformRequirement(platform) : null;

    /// <summary>The name of the image.</summary>
    public ImageReference Reference => reference;

    /// <summary>The condition for a pull.</summary>
    public PullPolicy Policy => options.Policy;

    /// <summary>
    /// Indicates whether every image on the engine with this name will do. A container can then be created by the name,
    /// without a lookup first: the create request fails if the image is missing.
    /// </summary>
    public bool IsByNameAlone => Policy != PullPolicy.Always && options.Platform is null;

    /// <summary>Returns the image; pulls it if the policy requires or allows it.</summary>
    public override async Task<ImageClient> RunAsync(PlanContext context)
    {
        if (Policy != PullPolicy.Always && await FindAsync(context).ConfigureAwait(false) is { } present && HasPlatform(present) == true)
            return Read(context, present);
        return await PullAsync(context, async () => await FindAsync(context).ConfigureAwait(false) switch
        {
            null => throw Missing(),
            // An engine that does not report the platform has just pulled the image for it.
            { } other when HasPlatform(other) == false => throw WrongPlatform(other),
            { } pulled => Read(context, pulled),
        }).ConfigureAwait(false);
    }

    /// <summary>
    /// Pulls the image even if the engine has one with this name, unless the policy is <see cref="PullPolicy.Never"/>.
    /// </summary>
    public Task FetchAsync(PlanContext context) => PullAsync(context, () => Task.FromResult(true));

    private Task<T> PullAsync<T>(PlanContext context, Func<Task<T>> getResult)
    {
        // A registry does not know the ids of images.
        if (Policy == PullPolicy.Never || reference.IsId) throw Missing();
        return context.StepAsync(Text, async () =>
        {
            await ImageTransfer.PullAsync(
                context.Engine, reference, options, context.Progress is { } p ? p.Report : null, context.Token).ConfigureAwait(false);
            return await getResult().ConfigureAwait(false);
        });
    }

    private Task<JsonElement?> FindAsync(PlanContext context) =>
        ImageLookup.InspectAsync(context.Engine, reference, _platform, context.Token);

    private bool? HasPlatform(JsonElement image) => _platform is null ? true : _platform.IsMetBy(image);

    private ImageClient Read(PlanContext context, JsonElement image)
    {
        var platform = _platform is not null && PlatformRequirement.IsOneOfSeveral(image) ? options.Platform : null;
        return ImageLookup.Read(context.Engine, reference, image, platform);
    }

    private ImageNotFoundException Missing()
    {
        var name = reference.ToString();
        if (reference.IsId)
            return new(name, $"The engine has no image {reference}. An id cannot be pulled; pull the image by its name.");
        var platform = options.Platform is { } required ? $" for {required}" : "";
        return new(name, $"The engine has no image {reference}{platform}. Pull it with Image.Pull(\"{reference}\"), or build it first.");
    }

    private ImageNotFoundException WrongPlatform(JsonElement image)
    {
        var actual = $"{image.GetStringOrEmpty("Os")}/{image.GetStringOrEmpty("Architecture")}";
        return new(
            reference.ToString(),
            $"Could not {Text}: {reference.Registry} has it for {actual}. Set PullOptions.Platform to a platform that the image supports.");
    }

    private static string Describe(ImageReference reference, PullOptions options) =>
        (options.Policy == PullPolicy.Never ? "local " : "pull ")
        + (options.Platform is { } platform ? $"--platform {platform} " : "")
        + reference;
}
