using System.Net;
using ContainerKit.Cleanup;
using ContainerKit.Diagnostics;
using ContainerKit.Discovery;
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
        var files = BuildContext.Open(spec);
        var secrets = ReadSecrets();
        var builder = await ChooseBuilderAsync(context, files).ConfigureAwait(false);
        var quirks = await context.Engine.GetQuirksAsync(context.Token).ConfigureAwait(false);
        var canHaveSession = builder == BuilderKind.BuildKit && !quirks.HasNoBuildSessions;
        if (secrets.Count > 0 && !canHaveSession) throw SecretsUnsupported(builder);
        if (quirks.AppliesIgnoreFile) files = files.WithoutIgnoreFile();
        else if (builder == BuilderKind.BuildKit) files = files.ForBuildKit();
        var proxies = await ContainerProxies.GetAsync(context.Engine, context.Token).ConfigureAwait(false);
        var inputs = new BuildInputs(files, builder, secrets, new BaseImageCredentials(context.Engine, spec), proxies);
        var session = canHaveSession ? await OpenSessionAsync(context, inputs).ConfigureAwait(false) : null;
        try
        {
            return await BuildAsync(context, inputs, session).ConfigureAwait(false);
        }
        finally
        {
            if (session is not null) await session.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async Task<ImageClient> BuildAsync(PlanContext context, BuildInputs inputs, BuildSession? session)
    {
        var (files, builder, credentials) = (inputs.Context, inputs.Builder, inputs.Credentials);
        var images = await BaseImages.PrepareAsync(context, spec, inputs, session is not null).ConfigureAwait(false);
        var progress = new BuildProgress(Text, spec.OnLine, context.Progress is { } p ? p.Report : null);
        var (tracked, names) = await TrackAsync(context).ConfigureAwait(false);
        using var content = session is null ? new UploadContent(UploadContent.Tar, new ContextArchive(files).WriteAsync) : null;
        var header = builder == BuilderKind.Classic ? CreateHeader(images!, credentials) : null;
        if (header is not null) content!.Headers.TryAddWithoutValidation(RegistryHeaders.ConfigHeader, header);
        var isPulled = builder == BuilderKind.BuildKit && images is not null;
        var request = EngineRequest.Post("build", Text) with
        {
            Query = BuildQuery.Create(spec, inputs, names, session?.Id, isPulled),
            Body = content,
            Timeout = Timeout.InfiniteTimeSpan,
            Secrets = spec.Arguments.Values.Concat(BuildSecrets.GetSpellings(inputs.Secrets)).Concat(credentials.Secrets)
                .Concat(RequestSecrets.FromRegistryHeader(header)).Concat(inputs.Proxies.Secrets),
        };
        try
        {
            await SendAsync(context, request, progress).ConfigureAwait(false);
        }
        catch (Exception e) when (e is EngineApiException or BuildStreamException && session?.Failure is { } failure)
        {
            tracked.IsCreateFinished = true;
            throw failure is UnreadableContextException unreadable
                ? new BuildFailedException($"Could not {spec}: {unreadable.Message}", unreadable.InnerException)
                : context.Engine.InvalidResponse(request, "the BuildKit session failed: " + failure.Message);
        }
        catch (EngineApiException e) when (e.StatusCode <= HttpStatusCode.InternalServerError)
        {
            tracked.IsCreateFinished = true;
            throw CreateFailure(e.OriginalMessage, e);
        }
        catch (BuildStreamException e)
        {
            tracked.IsCreateFinished = true;
            throw CreateFailure(e.Message, e);
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
        return new ImageClient(context.Engine, context.Engine.RequireId(Text, id), names[0]);

        BuildFailedException CreateFailure(string error, Exception inner) =>
            new BuildFailure(spec, files, builder, request.CreateRedaction(), credentials).ToException(progress, error, inner);
    }

    private async Task SendAsync(PlanContext context, EngineRequest request, BuildProgress progress)
    {
        var engine = context.Engine;
        var redaction = request.CreateRedaction();
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

    private Dictionary<string, byte[]> ReadSecrets()
    {
        var secrets = new Dictionary<string, byte[]>();
        foreach (var (id, secret) in spec.Secrets)
        {
            try
            {
                secrets.Add(id, secret.Read());
            }
            catch (IOException e)
            {
                throw new BuildFailedException(
                    $"Could not {spec}: {secret}, its secret '{id}', cannot be read: {e.Message.TrimEnd('.')}.", e);
            }
        }

        return secrets;
    }

    // An engine without sessions, or a proxy that does not allow them or removes the upgrade of the connection, answers in one of
    // these ways. The build then sends its files in the request.
    private async Task<BuildSession?> OpenSessionAsync(PlanContext context, BuildInputs inputs)
    {
        try
        {
            return await BuildSession.OpenAsync(context.Engine, Text, inputs, context.Token).ConfigureAwait(false);
        }
        catch (EngineApiException e) when (
            e.StatusCode is HttpStatusCode.Forbidden or HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed
                or HttpStatusCode.NotImplemented or < HttpStatusCode.Ambiguous
            || e.OriginalMessage.Contains("no upgrade proto", StringComparison.Ordinal))
        {
            return inputs.Secrets.Count == 0 ? null : throw SecretsUnsupported(BuilderKind.BuildKit, e);
        }
        catch (EngineApiException e) when (e.StatusCode <= HttpStatusCode.InternalServerError)
        {
            throw new BuildFailedException($"Could not {spec}: the engine opened no BuildKit session: \"{e.EngineMessage}\".", e);
        }
    }

    private BuildFailedException SecretsUnsupported(BuilderKind builder, EngineApiException? inner = null) => new(
        $"Could not {spec}: " + (builder != BuilderKind.BuildKit
            ? "BuildSpec.Secrets requires BuildKit, and this build uses the classic builder. Set BuildSpec.Builder to BuilderKind.BuildKit."
            : "BuildSpec.Secrets requires a BuildKit session, and this engine or a proxy in front of it provides none. "
                + "Use Docker Engine without such a proxy, or remove the secrets."),
        inner);

    // The classic builder looks for the host as it is written in the name of the image, so the credentials are added under this host,
    // too.
    private static string? CreateHeader(IReadOnlyList<ImageReference> images, BaseImageCredentials credentials)
    {
        var found = credentials.Found.ToDictionary();
        var byHost = images.Select(RegistryName.Of).Where(found.ContainsKey)
            .Select(registry => KeyValuePair.Create(registry, found[registry]));
        return found.Count > 0 ? RegistryHeaders.Config([.. found, .. byHost]) : null;
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
        if (buildContext.Text.BuildKitRequirement is not null || spec.Secrets.Count > 0) return BuilderKind.BuildKit;
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
