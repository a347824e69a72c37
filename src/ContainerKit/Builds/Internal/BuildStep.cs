using System.Net;
using ContainerKit.Cleanup;
using ContainerKit.Diagnostics;
using ContainerKit.Http;
using ContainerKit.Images;
using ContainerKit.Json;
using ContainerKit.Plans;
using ContainerKit.Registries;
using ContainerKit.Sessions;

namespace ContainerKit.Builds;

/// <summary>The first step of a plan that builds its image.</summary>
internal sealed class BuildStep(BuildSpec spec) : Step<ImageClient>(spec.ToString(), previous: null)
{
    // With Docker Engine 29 and newer, the automatic choice is BuildKit.
    private static readonly Version _buildKitByDefault = new(1, 52);

    /// <summary>Builds the image.</summary>
    public override Task<ImageClient> RunAsync(PlanContext context) => context.StepAsync(Text, () => BuildAsync(context));

    /// <exception cref="BuildFailedException">A step failed, or the Dockerfile or the context is invalid.</exception>
    /// <remarks>Engine API: <c>POST /build</c>.</remarks>
    private async Task<ImageClient> BuildAsync(PlanContext context)
    {
        var buildContext = BuildContext.Open(spec);
        var builder = await ChooseBuilderAsync(context, buildContext).ConfigureAwait(false);
        var quirks = await context.Engine.GetQuirksAsync(context.Token).ConfigureAwait(false);
        if (quirks.AppliesIgnoreFile) buildContext = buildContext.WithoutIgnoreFile();
        else if (builder == BuilderKind.BuildKit) buildContext = buildContext.ForBuildKit();
        var baseImages = await BaseImages.PrepareAsync(context, spec, buildContext, builder).ConfigureAwait(false);
        var (tracked, names) = await TrackAsync(context).ConfigureAwait(false);
        var progress = new BuildProgress(Text, spec.OnLine, context.Progress is { } p ? p.Report : null);
        using var content = new UploadContent(UploadContent.Tar, new ContextArchive(buildContext).WriteAsync);
        var credentials = builder == BuilderKind.Classic && baseImages.Credentials.Count > 0
            ? RegistryHeaders.Config(baseImages.Credentials)
            : null;
        if (credentials is not null) content.Headers.TryAddWithoutValidation(RegistryHeaders.ConfigHeader, credentials);
        var request = EngineRequest.Post("build", Text) with
        {
            Query = BuildQuery.Create(spec, buildContext, builder, names),
            Body = content,
            Timeout = Timeout.InfiniteTimeSpan,
            Secrets = [.. spec.Arguments.Values, .. RequestSecrets.FromRegistryHeader(credentials)],
        };
        var redaction = request.CreateRedaction();
        try
        {
            await SendAsync(context, request, progress, redaction).ConfigureAwait(false);
        }
        catch (EngineApiException e) when (e.StatusCode <= HttpStatusCode.InternalServerError)
        {
            tracked.IsCreateFinished = true;
            throw new BuildFailure(spec, buildContext, builder, redaction, baseImages).ToException(progress, e.OriginalMessage, e);
        }
        catch (BuildStreamException e)
        {
            tracked.IsCreateFinished = true;
            throw new BuildFailure(spec, buildContext, builder, redaction, baseImages).ToException(progress, e.Message, e);
        }
        catch (UnreadableContextException e)
        {
            throw new BuildFailedException($"Could not {spec}: {e.Message}", e.InnerException);
        }
        finally
        {
            tracked.MayHaveCreatedImage = progress.MayHaveCreatedImage;
        }

        tracked.IsCreateFinished = true;
        var id = await FindIdAsync(context, progress, names[0]).ConfigureAwait(false)
            ?? throw new BuildFailedException(
                $"Could not {spec}: the engine completed the build without an error, but created no image.");
        return new ImageClient(context.Engine, id, names[0]);
    }

    private async Task SendAsync(PlanContext context, EngineRequest request, BuildProgress progress, Redaction redaction)
    {
        var engine = context.Engine;
        await engine.ReadToEndAsync(request, async token =>
        {
            using var response = await engine.OpenAsync(request, token).ConfigureAwait(false);
            var stream = await response.Content.ReadAsStreamAsync(token).ConfigureAwait(false);
            // Disposal is awaited, so that no file of the context is open when this method returns or throws.
            await using var disposal = stream.ConfigureAwait(false);
            var classic = new ClassicBuildOutputParser(Text, progress);
            var buildKit = new BuildKitOutputParser(Text, progress, redaction);
            await foreach (var message in JsonLines.ReadAsync(stream, token).ConfigureAwait(false))
            {
                if (!buildKit.Read(message)) classic.Read(message);
                if (ProgressError.Find(message) is not { } error) continue;
                classic.Finish();
                buildKit.Finish();
                throw new BuildStreamException(error, message.GetPropertyOrDefault("errorDetail").GetInt64OrDefault("code"));
            }

            classic.Finish();
            buildKit.Finish();
            // The name of the image may still belong to an earlier build.
            if (progress.ImageId is null)
                throw engine.InvalidResponse(request.Operation, "it ended the progress stream before it named the new image");
        }, context.Token).ConfigureAwait(false);
    }

    private static async Task<string?> FindIdAsync(PlanContext context, BuildProgress progress, ImageReference name)
    {
        if (progress.ImageId is { Length: > 12 } id && id.StartsWith("sha256:", StringComparison.Ordinal)) return id;
        return await TrackedImage.FindIdAsync(
            context.Engine, name, context.Engine.Options.RequestTimeout, context.Token).ConfigureAwait(false);
    }

    private async Task<BuilderKind> ChooseBuilderAsync(PlanContext context, BuildContext buildContext)
    {
        if (spec.Builder != BuilderKind.Automatic) return spec.Builder;
        if (buildContext.Text.BuildKitRequirement is not null) return BuilderKind.BuildKit;
        var version = await context.Engine.GetApiVersionAsync(context.Token).ConfigureAwait(false);
        return version >= _buildKitByDefault ? BuilderKind.BuildKit : BuilderKind.Classic;
    }

    // Undoing the build returns each name to the image that has it now, so these images are looked up before the build.
    private async Task<(TrackedBuild Tracked, IReadOnlyList<ImageReference> Names)> TrackAsync(PlanContext context)
    {
        var engine = context.Engine;
        var hasGeneratedName = spec.Tags.Count == 0;
        var endpoint = await engine.GetEndpointAsync(context.Token).ConfigureAwait(false);
        IReadOnlyList<ImageReference> references = hasGeneratedName
            ? [ImageReference.Parse(ResourceLabels.NewImageName(endpoint))]
            : [.. spec.Tags.Select(ImageReference.Parse)];
        var names = new List<BuildName>();
        foreach (var reference in references)
        {
            var previousId = hasGeneratedName
                ? null
                : await TrackedImage.FindIdAsync(engine, reference, engine.Options.RequestTimeout, context.Token).ConfigureAwait(false);
            names.Add(new BuildName(reference, previousId));
        }

        var tracked = new TrackedBuild(engine, names, hasGeneratedName);
        context.Track(tracked);
        return (tracked, references);
    }
}
