using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using ContainerKit.Cleanup;
using ContainerKit.Plans;
using ContainerKit.Streams;

namespace ContainerKit.Images;

/// <summary>The verbs that give an image: commit, tag and push, as the links of a chain do them. The handles run the same links.</summary>
internal static class ImageVerbs
{
    /// <exception cref="ContainerNotFoundException">The container was removed.</exception>
    /// <remarks>Engine API: <c>GET /containers/{id}/json</c>, <c>POST /commit</c>.</remarks>
    public static async Task<Image> CommitAsync(ChainScope scope, Container container, ImageReference reference, CommitOptions options)
    {
        var engine = scope.Engine;
        var changes = string.Concat(options.Changes.Select(change => "&changes=" + Uri.EscapeDataString(change)));
        var path = $"commit?container={container.Id}&repo={Uri.EscapeDataString(reference.FamiliarName)}&tag={reference.Tag}"
            + $"&author={Uri.EscapeDataString(options.Author ?? "")}&comment={Uri.EscapeDataString(options.Message ?? "")}&pause={(options.Pause ? 1 : 0)}{changes}";
        try
        {
            var inspected = await engine.Calls.GetJsonAsync($"inspect {container}", $"containers/{container.Id}/json", scope.Token).ConfigureAwait(false);
            var made = await NoteNameAsync(scope, reference, container, isNew: _ => true).ConfigureAwait(false);
            var answer = await Uninterrupted.RunAsync(token => AskToMakeAsync(made, () => engine.Calls.AskJsonAsync(
                $"commit {container} as {reference}", HttpMethod.Post, path, Json.Body(ConfigWithoutOwnLabels(inspected)), Timeout.InfiniteTimeSpan, token)),
                engine.Options, scope.Token).ConfigureAwait(false);
            return new Image(engine, answer.Text("Id"), reference);
        }
        catch (EngineErrorException e) when (e.StatusCode == HttpStatusCode.NotFound)
        {
            throw container.NotFound("commit", e);
        }
    }

    /// <exception cref="ImageNotFoundException">The image was removed.</exception>
    /// <remarks>Engine API: <c>POST /images/{name}/tag</c>.</remarks>
    public static async Task<Image> TagAsync(ChainScope scope, Image image, ImageReference reference)
    {
        var made = await NoteNameAsync(scope, reference, committed: null, isNew: _ => false).ConfigureAwait(false);
        try
        {
            await AskToMakeAsync(made, () => scope.Engine.Calls.AskJsonAsync(
                $"tag {image} as {reference}", HttpMethod.Post, $"images/{image.Id}/tag?repo={Uri.EscapeDataString(reference.FamiliarName)}&tag={reference.Tag}",
                null, scope.Engine.Options.RequestTimeout, scope.Token)).ConfigureAwait(false);
            return new Image(scope.Engine, image.Id, reference);
        }
        catch (EngineErrorException e) when (e.StatusCode == HttpStatusCode.NotFound)
        {
            throw image.NotFound("tag", e);
        }
    }

    /// <exception cref="InvalidOperationException">The image was reached by its digest alone.</exception>
    public static async Task<Image> PushAsync(ChainScope scope, Image image, RegistryCredential? credential)
    {
        if (image.Reference.Tag is null)
            throw new InvalidOperationException($"{image.Reference} names an image by its digest alone; a push needs a tag. Tag it first.");
        var digest = await ImageTransfer.PushAsync(
            scope.Engine, image.Reference, credential, scope.Progress is { } p ? p.Report : null, scope.Token).ConfigureAwait(false);
        return new Image(scope.Engine, image.Id, image.Reference) { Digest = digest };
    }

    /// <summary>A name to give to an image: it has a tag, and no digest, which is not ours to choose.</summary>
    /// <exception cref="ArgumentException">The text is not such a name.</exception>
    public static ImageReference NewName(string text) => ImageReference.Parse(text) is { Digest: null } reference
        ? reference
        : throw new ArgumentException($"'{text}' has a digest, which is computed, not given. Write it as [registry/]name[:tag].", nameof(text));

    // Who has the name now decides what undoing means, so it is asked before the name moves.
    public static async Task<MadeImage> NoteNameAsync(ChainScope scope, ImageReference reference, Container? committed, Func<string, bool> isNew)
    {
        var previous = await MadeImage.FindIdAsync(scope.Engine, reference, scope.Engine.Options.RequestTimeout, scope.Token).ConfigureAwait(false);
        // Until it is asked for, nothing is at work on it.
        var made = new MadeImage(scope.Engine, reference, previous, committed, isNew) { IsAnswered = true };
        scope.Note(made);
        return made;
    }

    // An answer, be it a refusal, tells that the engine is done; without one, or with a gateway's, it may be at work still.
    public static async Task<T> AskToMakeAsync<T>(MadeImage made, Func<Task<T>> ask)
    {
        made.IsAnswered = false;
        try
        {
            var answer = await ask().ConfigureAwait(false);
            made.IsAnswered = true;
            return answer;
        }
        catch (ContainerKitException e) when (e is ImageTransferException or EngineErrorException { StatusCode: <= HttpStatusCode.InternalServerError })
        {
            made.IsAnswered = true;
            throw;
        }
    }

    /// <summary>
    /// The container's whole configuration, sent along because an engine that gets none of it drops some of it. A commit merges the
    /// container's labels into it, so a label of ours cannot be left out; it can only be emptied, so that it names no session.
    /// </summary>
    private static JsonNode ConfigWithoutOwnLabels(JsonElement inspected)
    {
        var config = JsonNode.Parse(inspected.At("Config").GetRawText())!;
        if (config["Labels"] is JsonObject labels)
        {
            foreach (var own in labels.Select(label => label.Key).Where(OwnLabels.IsOwn).ToList()) labels[own] = "";
        }

        return config;
    }
}
