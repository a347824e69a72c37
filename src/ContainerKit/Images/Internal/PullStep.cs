using System.Text.Json;
using ContainerKit.Json;
using ContainerKit.Plans;

namespace ContainerKit.Images;

/// <summary>The first link of a chain: makes sure that an image is on the engine.</summary>
internal sealed class PullStep(ImageReference reference, PullOptions options) : Step<ImageClient>(Describe(reference, options), previous: null)
{
    private readonly PlatformRequirement? _platform = options.Platform is { } platform ? new PlatformRequirement(platform) : null;

    public ImageReference Reference => reference;

    public PullPolicy Policy => options.Policy;

    /// <summary>Whether the name says all: an image that is on the engine under it is the one, and a create by the name tells when it is missing.</summary>
    public bool IsByNameAlone => Policy != PullPolicy.Always && options.Platform is null;

    public override async Task<ImageClient> RunAsync(PlanContext scope)
    {
        if (Policy != PullPolicy.Always && await FindAsync(scope).ConfigureAwait(false) is { } present && HasPlatform(present) == true) return Read(scope, present);
        return await InStepAsync(scope, async () => await FindAsync(scope).ConfigureAwait(false) switch
        {
            null => throw Missing(),
            // What cannot be told is believed: the engine has just pulled it for that platform.
            { } other when HasPlatform(other) == false => throw new ImageNotFoundException(reference.ToString(),
                $"Could not {Text}: {reference.Registry} has it for {other.GetStringOrEmpty("Os")}/{other.GetStringOrEmpty("Architecture")}. Ask for a platform that it is built for, with PullOptions.Platform."),
            { } pulled => Read(scope, pulled),
        }).ConfigureAwait(false);
    }

    /// <summary>Asks the registry, whatever the engine has; unless the plan says never to.</summary>
    public Task FetchAsync(PlanContext scope) => InStepAsync(scope, () => Task.FromResult(true));

    private Task<T> InStepAsync<T>(PlanContext scope, Func<Task<T>> then)
    {
        // An id means nothing to a registry.
        if (Policy == PullPolicy.Never || reference.IsId) throw Missing();
        return scope.StepAsync(Text, async () =>
        {
            await ImageTransfer.PullAsync(scope.Engine, reference, options, scope.Progress is { } p ? p.Report : null, scope.Token).ConfigureAwait(false);
            return await then().ConfigureAwait(false);
        });
    }

    private Task<JsonElement?> FindAsync(PlanContext scope) => ImageLookup.InspectAsync(scope.Engine, reference, _platform, scope.Token);

    private bool? HasPlatform(JsonElement image) => _platform is null ? true : _platform.IsIn(image);

    private ImageClient Read(PlanContext scope, JsonElement image) =>
        ImageLookup.Read(scope.Engine, reference, image, _platform is not null && PlatformRequirement.IsOneOfSeveral(image) ? options.Platform : null);

    private ImageNotFoundException Missing() => new(reference.ToString(),
        reference.IsId
            ? $"The engine has no image {reference}. An id cannot be pulled; pull the image by its name."
            : $"The engine has no image {reference}{(options.Platform is { } platform ? $" for {platform}" : "")}. Pull it with Image.Pull(\"{reference}\"), or build it first.");

    private static string Describe(ImageReference reference, PullOptions options) =>
        (options.Policy == PullPolicy.Never ? "local " : "pull ") + (options.Platform is { } platform ? $"--platform {platform} " : "") + reference;
}
