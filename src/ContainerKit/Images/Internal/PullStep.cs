using System.Text.Json;
using ContainerKit.Json;
using ContainerKit.Plans;

namespace ContainerKit.Images;

/// <summary>The first step of a plan that starts with an image: ensures that the image is on the engine.</summary>
/// <param name="reference">The image.</param>
/// <param name="text">The text that the reference was parsed from.</param>
/// <param name="options">The options of the pull.</param>
internal sealed class PullStep(ImageReference reference, string text, PullOptions options)
    : Step<ImageClient>(Describe(reference, options), previous: null), IImageSource
{
    private readonly PlatformRequirement? _platform = options.Platform is { } platform ? new PlatformRequirement(platform) : null;

    public ImageReference? SufficientName => Policy != PullPolicy.Always && options.Platform is null ? reference : null;

    public string RequestName => text;

    private PullPolicy Policy => options.Policy;

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
    public Task ProvideAsync(PlanContext context) => PullAsync(context, () => Task.FromResult(true));

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
