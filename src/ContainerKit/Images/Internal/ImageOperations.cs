using System.Net;
using ContainerKit.Cleanup;
using ContainerKit.Containers;
using ContainerKit.Diagnostics;
using ContainerKit.Http;
using ContainerKit.Plans;

namespace ContainerKit.Images;

/// <summary>The operations that name an image: tag and push. Plans and handles share them.</summary>
internal static class ImageOperations
{
    /// <summary>Adds a name to an image.</summary>
    /// <exception cref="ImageNotFoundException">The image was removed.</exception>
    /// <remarks>Engine API: <c>POST /images/{name}/tag</c>.</remarks>
    public static async Task<ImageClient> TagAsync(PlanContext context, ImageClient image, ImageReference reference)
    {
        var tracked = await TrackNameAsync(context, reference, committed: null, isNew: _ => false).ConfigureAwait(false);
        var request = EngineRequest.Post($"images/{image.Id}/tag", $"tag {image} as {reference}") with
        {
            Query = new() { { "repo", reference.FamiliarName }, { "tag", reference.Tag } },
        };
        try
        {
            await SendCreateRequestAsync(tracked, async () =>
            {
                await context.Engine.SendAsync(request, context.Token).ConfigureAwait(false);
                return true;
            }).ConfigureAwait(false);
            return new ImageClient(context.Engine, image.Id, reference) { Platform = image.Platform };
        }
        catch (EngineApiException e) when (e.StatusCode == HttpStatusCode.NotFound || e.Kind == EngineErrorKind.ImageNotFound)
        {
            throw image.NotFound("tag", e);
        }
    }

    /// <summary>Pushes an image to its registry.</summary>
    /// <exception cref="InvalidOperationException">The name of the image has a digest but no tag.</exception>
    public static async Task<ImageClient> PushAsync(PlanContext context, ImageClient image, RegistryCredential? credential)
    {
        if (image.Reference.Tag is null)
            throw new InvalidOperationException($"{image.Reference} has a digest but no tag; a push needs a tag. Tag the image first.");
        var digest = await ImageTransfer.PushAsync(
            context.Engine, image.Reference, credential, context.Progress is { } p ? p.Report : null, context.Token).ConfigureAwait(false);
        return image with { Engine = context.Engine, Digest = digest };
    }

    /// <summary>
    /// Registers a name for cleanup before an image gets it. Looks up the image that has the name now, because undoing
    /// returns the name to it.
    /// </summary>
    /// <param name="context">The plan.</param>
    /// <param name="reference">The name.</param>
    /// <param name="committed">The container that the image is created from; null for none.</param>
    /// <param name="isNew">Indicates for an id whether the operation created the image too, not only the name.</param>
    public static async Task<TrackedImage> TrackNameAsync(
        PlanContext context, ImageReference reference, ContainerClient? committed, Func<string, bool> isNew)
    {
        var engine = context.Engine;
        var timeout = engine.Options.RequestTimeout;
        var previous = await TrackedImage.FindIdAsync(engine, reference, timeout, context.Token).ConfigureAwait(false);
        var container = committed is null ? null : new ContainerReference(committed.Id, committed.ToString());
        // No request is pending until SendCreateRequestAsync.
        var tracked = new TrackedImage(engine, reference, previous, container, isNew) { IsCreateFinished = true };
        context.Track(tracked);
        return tracked;
    }

    /// <summary>
    /// Sends the request that sets the name of an image. A response means that the engine is done, even if it is an
    /// error. Without a response, or with one of a gateway (502 to 504), the engine may still be working.
    /// </summary>
    public static async Task<T> SendCreateRequestAsync<T>(TrackedImage tracked, Func<Task<T>> send)
    {
        tracked.IsCreateFinished = false;
        try
        {
            var response = await send().ConfigureAwait(false);
            tracked.IsCreateFinished = true;
            return response;
        }
        catch (ContainerKitException e)
            when (e is ImageTransferException or EngineApiException { StatusCode: <= HttpStatusCode.InternalServerError })
        {
            tracked.IsCreateFinished = true;
            throw;
        }
    }
}
