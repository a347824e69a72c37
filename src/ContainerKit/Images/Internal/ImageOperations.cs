using System.Net;
using ContainerKit.Cleanup;
using ContainerKit.Containers;
using ContainerKit.Http;
using ContainerKit.Plans;

namespace ContainerKit.Images;

/// <summary>The verbs that give an image another name: tag and push, as the links of a chain do them. The handles run the same links.</summary>
internal static class ImageOperations
{
    /// <exception cref="ImageNotFoundException">The image was removed.</exception>
    /// <remarks>Engine API: <c>POST /images/{name}/tag</c>.</remarks>
    public static async Task<ImageClient> TagAsync(PlanContext scope, ImageClient image, ImageReference reference)
    {
        var made = await NoteNameAsync(scope, reference, committed: null, isNew: _ => false).ConfigureAwait(false);
        try
        {
            await AskToMakeAsync(made, () => scope.Engine.SendJsonAsync(EngineRequest.Post($"images/{image.Id}/tag?repo={Uri.EscapeDataString(reference.FamiliarName)}&tag={reference.Tag}", $"tag {image} as {reference}"), scope.Token)).ConfigureAwait(false);
            return new ImageClient(scope.Engine, image.Id, reference) { Platform = image.Platform };
        }
        catch (EngineApiException e) when (e.StatusCode == HttpStatusCode.NotFound)
        {
            throw image.NotFound("tag", e);
        }
    }

    /// <exception cref="InvalidOperationException">The image was reached by its digest alone.</exception>
    public static async Task<ImageClient> PushAsync(PlanContext scope, ImageClient image, RegistryCredential? credential)
    {
        if (image.Reference.Tag is null)
            throw new InvalidOperationException($"{image.Reference} names an image by its digest alone; a push needs a tag. Tag it first.");
        var digest = await ImageTransfer.PushAsync(
            scope.Engine, image.Reference, credential, scope.Progress is { } p ? p.Report : null, scope.Token).ConfigureAwait(false);
        return new ImageClient(scope.Engine, image.Id, image.Reference) { Digest = digest, Platform = image.Platform };
    }

    /// <summary>A name to give to an image: it has a tag, and no digest, which is not ours to choose.</summary>
    /// <exception cref="ArgumentException">The text is not such a name.</exception>
    public static ImageReference NewName(string text) => ImageReference.Parse(text) is { Digest: null } reference
        ? reference
        : throw new ArgumentException($"'{text}' has a digest, which is computed, not given. Write it as [registry/]name[:tag].", nameof(text));

    // Who has the name now decides what undoing means, so it is asked before the name moves.
    public static async Task<TrackedImage> NoteNameAsync(PlanContext scope, ImageReference reference, ContainerClient? committed, Func<string, bool> isNew)
    {
        var previous = await TrackedImage.FindIdAsync(scope.Engine, reference, scope.Engine.Options.RequestTimeout, scope.Token).ConfigureAwait(false);
        // Until it is asked for, nothing is at work on it.
        var made = new TrackedImage(scope.Engine, reference, previous, committed is null ? null : new ContainerReference(committed.Id, committed.ToString()), isNew) { IsCreateFinished = true };
        scope.Track(made);
        return made;
    }

    // An answer, be it a refusal, tells that the engine is done; without one, or with a gateway's, it may be at work still.
    public static async Task<T> AskToMakeAsync<T>(TrackedImage made, Func<Task<T>> ask)
    {
        made.IsCreateFinished = false;
        try
        {
            var answer = await ask().ConfigureAwait(false);
            made.IsCreateFinished = true;
            return answer;
        }
        catch (ContainerKitException e) when (e is ImageTransferException or EngineApiException { StatusCode: <= HttpStatusCode.InternalServerError })
        {
            made.IsCreateFinished = true;
            throw;
        }
    }
}
