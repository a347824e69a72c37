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

/// <summary>The first link of a chain that builds its image.</summary>
internal sealed class BuildStep(BuildSpec spec) : Step<ImageClient>(spec.ToString(), previous: null)
{
    // From this engine API on, BuildKit is what engines are made for, and the classic builder is on its way out.
    private static readonly Version _buildKitByDefault = new(1, 52);

    public override Task<ImageClient> RunAsync(PlanContext scope) => scope.StepAsync(Text, () => BuildAsync(scope));

    /// <exception cref="BuildFailedException">A step failed, or the Dockerfile or the context is no good.</exception>
    /// <remarks>Engine API: <c>POST /build</c>.</remarks>
    private async Task<ImageClient> BuildAsync(PlanContext scope)
    {
        var context = BuildContext.Open(spec);
        var builder = await ChooseAsync(scope, context).ConfigureAwait(false);
        var bases = await BaseImages.FindAsync(scope, spec, context, builder).ConfigureAwait(false);
        var made = await NoteAsync(scope).ConfigureAwait(false);
        var redaction = new Redaction(spec.Arguments);
        var news = new BuildProgress(Text, spec.OnLine, scope.Progress is { } p ? p.Report : null);
        using var content = new UploadContent(UploadContent.Tar, new ContextArchive(context).WriteAsync);
        if (builder == BuilderKind.Classic && bases.Credentials.Count > 0)
            content.Headers.TryAddWithoutValidation(RegistryHeaders.ConfigHeader, RegistryHeaders.Config(bases.Credentials));
        try
        {
            await SendAsync(scope, BuildQuery.Path(spec, context, builder, made.Names), content, news, redaction).ConfigureAwait(false);
        }
        catch (EngineApiException e) when (e.StatusCode <= HttpStatusCode.InternalServerError)
        {
            made.Thing.IsAnswered = true;
            throw new BuildFailure(spec, context, builder, redaction, bases).Describe(news, e.EngineMessage, e);
        }
        catch (BuildStreamException e)
        {
            made.Thing.IsAnswered = true;
            throw new BuildFailure(spec, context, builder, redaction, bases).Describe(news, e.Message, e);
        }
        catch (UnreadableContextException e)
        {
            throw new BuildFailedException($"Could not {spec}: {e.Message}", e.InnerException);
        }
        finally
        {
            made.Thing.MayBeMade = news.MayHaveMade;
        }

        made.Thing.IsAnswered = true;
        var id = news.ImageId is { Length: > 12 } told && told.StartsWith("sha256:", StringComparison.Ordinal) ? told
            : await TrackedImage.FindIdAsync(scope.Engine, made.Names[0], scope.Engine.Options.RequestTimeout, scope.Token).ConfigureAwait(false)
                ?? throw new BuildFailedException($"Could not {spec}: the engine ended the build without an error, and without an image.");
        return new ImageClient(scope.Engine, id, made.Names[0]);
    }

    private async Task SendAsync(PlanContext scope, string path, UploadContent content, BuildProgress news, Redaction redaction)
    {
        var doing = spec.ToString();
        var calls = scope.Engine;
        await calls.ReadToEndAsync(doing, async token =>
        {
            using var response = await calls.OpenAsync(EngineRequest.Post(path, doing) with { Body = content, Timeout = Timeout.InfiniteTimeSpan }, token).ConfigureAwait(false);
            var stream = await response.Content.ReadAsStreamAsync(token).ConfigureAwait(false);
            // Awaited, so that no file of the context is open any longer when the build has ended, however it has.
            await using var ending = stream.ConfigureAwait(false);
            var (classic, buildKit) = (new ClassicBuildOutputParser(Text, news), new BuildKitOutputParser(Text, news, redaction));
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
        }, scope.Token).ConfigureAwait(false);
    }

    private async Task<BuilderKind> ChooseAsync(PlanContext scope, BuildContext context)
    {
        if (spec.Builder != BuilderKind.Automatic) return spec.Builder;
        if (context.Text.BuildKitRequirement is not null) return BuilderKind.BuildKit;
        return await scope.Engine.GetApiVersionAsync(scope.Token).ConfigureAwait(false) >= _buildKitByDefault ? BuilderKind.BuildKit : BuilderKind.Classic;
    }

    // Who has the names now decides what undoing means, so it is asked before they move.
    private async Task<(TrackedBuild Thing, IReadOnlyList<ImageReference> Names)> NoteAsync(PlanContext scope)
    {
        var hasOwnName = spec.Tags.Count == 0;
        var endpoint = await scope.Engine.GetEndpointAsync(scope.Token).ConfigureAwait(false);
        IReadOnlyList<ImageReference> references = hasOwnName ? [ImageReference.Parse(ResourceLabels.NewImageName(endpoint))] : [.. spec.Tags.Select(ImageReference.Parse)];
        var names = new List<BuildName>();
        foreach (var reference in references)
        {
            names.Add(new BuildName(reference, hasOwnName
                ? null
                : await TrackedImage.FindIdAsync(scope.Engine, reference, scope.Engine.Options.RequestTimeout, scope.Token).ConfigureAwait(false)));
        }

        var made = new TrackedBuild(scope.Engine, names, hasOwnName);
        scope.Track(made);
        return (made, references);
    }
}
