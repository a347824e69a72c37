using System.Text.Json;
using System.Text.RegularExpressions;
using ContainerKit.Cleanup;
using ContainerKit.Diagnostics;
using ContainerKit.Files;
using ContainerKit.Http;
using ContainerKit.Json;
using ContainerKit.Plans;

namespace ContainerKit.Images;

/// <summary>Saves, loads and imports images as archives.</summary>
internal static partial class ImageArchive
{
    private const string LoadedName = "Loaded image: ";
    private const string LoadedNames = "Loaded image(s): ";
    private const string LoadedId = "Loaded image ID: ";

    /// <summary>Writes images with their layers and names to a stream, as a tar archive.</summary>
    /// <exception cref="ImageNotFoundException">The engine does not have one of the images.</exception>
    /// <remarks>Engine API: <c>GET /images/get</c>.</remarks>
    public static async Task SaveAsync(
        EngineClient engine, IReadOnlyList<ImageReference> images, Stream target, CancellationToken cancellationToken)
    {
        var names = string.Join(", ", images);
        var operation = $"save {names}";
        var query = new QueryString();
        foreach (var image in images) query.Add("names", image.ToString());
        // No time limit: the engine collects all layers before it sends the response header.
        var request = EngineRequest.Get("images/get", operation) with
        {
            Query = query,
            Timeout = Timeout.InfiniteTimeSpan,
            IsStreamed = true,
            NotFound = e => new ImageNotFoundException(
                names,
                $"Could not {operation}: the engine does not have {(images.Count == 1 ? "the image" : "all of the images")} "
                    + $"(it answered \"{e.QuotedMessage}\"). Pull the missing ones first.",
                e),
        };
        var response = await engine.OpenAsync(request, cancellationToken).ConfigureAwait(false);
        var archive = await engine.ReadAsync(operation, response, cancellationToken).ConfigureAwait(false);
        await using (archive.ConfigureAwait(false))
            await ArchiveReader.CopyAsync(archive, target, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Loads the images of an archive. If the plan fails later, the loaded images are removed, and names return to the
    /// images that had them.
    /// </summary>
    /// <remarks>
    /// Engine API: <c>GET /images/json</c>, <c>POST /images/load</c>, <c>GET /images/{name}/json</c>.
    /// </remarks>
    public static async Task<IReadOnlyList<ImageClient>> LoadAsync(PlanContext context, Func<Stream> open, bool isOwned)
    {
        var engine = context.Engine;
        var before = await GetIdsByNameAsync(context).ConfigureAwait(false);
        var loaded = new List<ImageReference>();
        var hasMessages = false;
        var request = EngineRequest.Post("images/load", "load images") with { Query = new() { { "quiet", true } } };
        await UploadAsync(context, request, open, isOwned, image: "", message =>
        {
            hasMessages = true;
            foreach (var reference in ParseLoaded(message.GetStringOrEmpty("stream")))
            {
                loaded.Add(reference);
                var previous = before.GetValueOrDefault(reference.ToString());
                var tracked = new TrackedImage(engine, reference, previous, committed: null, isNew: id => !before.ContainsKey(id));
                tracked.IsCreateFinished = true;
                context.Track(tracked);
            }
        }).ConfigureAwait(false);
        if (!hasMessages)
            throw engine.InvalidResponse(request.Operation,
                "it ended its response before it named a loaded image, so the load may be incomplete");

        var images = new List<ImageClient>();
        foreach (var reference in loaded)
        {
            var image = await ImageLookup.FindAsync(engine, reference, engine.Options.RequestTimeout, context.Token).ConfigureAwait(false);
            if (image is not null) images.Add(image);
        }

        return images;
    }

    /// <summary>Loads an archive of one image, for a plan that continues with this image.</summary>
    /// <exception cref="InvalidOperationException">The archive has no image, or several.</exception>
    public static async Task<ImageClient> LoadOneAsync(PlanContext context, Func<Stream> open, bool isOwned)
    {
        var images = await LoadAsync(context, open, isOwned).ConfigureAwait(false);
        if (images.DistinctBy(image => image.Id).Count() == 1) return images[0];
        var content = images.Count == 0 ? "no image" : $"several images ({string.Join(", ", images)})";
        throw new InvalidOperationException(
            $"The archive has {content}, but a plan continues with exactly one. Load the archive with DockerEngine.LoadImagesAsync.");
    }

    /// <summary>Creates an image from the archive of a root file system.</summary>
    /// <remarks>Engine API: <c>POST /images/create</c>, <c>GET /images/{name}/json</c>.</remarks>
    public static async Task<ImageClient> ImportAsync(
        PlanContext context, Func<Stream> open, bool isOwned, ImageReference reference, ImageImportOptions options)
    {
        var query = new QueryString
        {
            { "fromSrc", "-" },
            // As in the Docker CLI, with the tag: Podman 4 ignores the parameter "tag".
            { "repo", reference.Tag is { } tag ? $"{reference.FamiliarName}:{tag}" : reference.FamiliarName },
            { "message", options.Message },
            { "platform", options.Platform },
        };
        foreach (var change in options.Changes) query.Add("changes", change);
        var request = EngineRequest.Post("images/create", $"import {reference}") with
        {
            Query = query,
            Secrets = RequestSecrets.FromChanges(options.Changes),
        };

        var engine = context.Engine;
        var tracked = await ImageOperations.TrackNameAsync(context, reference, committed: null, isNew: _ => true).ConfigureAwait(false);
        await ImageOperations.SendCreateRequestAsync(tracked, async () =>
        {
            // The last message is the id of the image. Without it, the name may still belong to an earlier image.
            var hasId = false;
            await UploadAsync(context, request, open, isOwned, reference.ToString(), message =>
                hasId |= ImageId().IsMatch(message.GetStringOrEmpty("status"))).ConfigureAwait(false);
            return hasId ? true : throw engine.InvalidResponse(
                request.Operation, "it ended its response before it named the new image, so the import may be incomplete");
        }).ConfigureAwait(false);
        return await ImageLookup.FindAsync(engine, reference, engine.Options.RequestTimeout, context.Token).ConfigureAwait(false)
            ?? throw new ImageNotFoundException(
                reference.ToString(), $"The engine imported {reference}, but no longer has it. The image was removed meanwhile.");
    }

    /// <summary>Returns the id of the image that has each name. Each id is a key for itself, too.</summary>
    private static async Task<Dictionary<string, string>> GetIdsByNameAsync(PlanContext context)
    {
        var request = EngineRequest.Get("images/json", "list images") with { Query = new() { { "all", true } } };
        var list = await context.Engine.SendJsonAsync(request, context.Token).ConfigureAwait(false);
        var ids = new Dictionary<string, string>();
        foreach (var image in list.ValueKind == JsonValueKind.Array ? list.EnumerateArray() : default)
        {
            var id = image.GetStringOrEmpty("Id");
            ids[id] = id;
            foreach (var name in ImageLookup.Names(image)) ids[name.ToString()] = id;
        }

        return ids;
    }

    // The caller's token stops reading the archive. Once the engine has all of it, the engine completes the work in any
    // case, so its response is awaited.
    private static Task<bool> UploadAsync(
        PlanContext context, EngineRequest request, Func<Stream> open, bool isOwned, string image, Action<JsonElement> onMessage)
    {
        var engine = context.Engine;
        return NonCancellable.RunWithGraceAsync(async token =>
        {
            using var body = new UploadContent(
                UploadContent.Tar, (target, sending) => CopyAsync(open, isOwned, target, context.Token, sending));
            var upload = request with { Body = body, Timeout = Timeout.InfiniteTimeSpan };
            using var response = await engine.OpenAsync(upload, token).ConfigureAwait(false);
            await engine.ReadToEndAsync(request, async reading =>
            {
                var stream = await response.Content.ReadAsStreamAsync(reading).ConfigureAwait(false);
                // Disposal is awaited, so that the caller's stream is no longer read when this method returns or
                // throws.
                await using var disposal = stream.ConfigureAwait(false);
                await foreach (var message in JsonLines.ReadAsync(stream, reading).ConfigureAwait(false))
                {
                    if (ProgressError.Find(message) is { } error)
                    {
                        throw new ImageTransferException(
                            image,
                            $"Could not {request.Operation}: "
                                + $"the engine answered \"{VisibleText.Quote(request.CreateRedaction().Redact(error))}\". "
                                + "Check that the archive is complete and of the right kind.");
                    }

                    onMessage(message);
                }
            }, token).ConfigureAwait(false);
            return true;
        }, engine.Options, context.Token);
    }

    private static async Task CopyAsync(
        Func<Stream> open, bool isOwned, Stream target, CancellationToken cancellationToken, CancellationToken sending)
    {
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, sending);
        var source = open();
        try
        {
            await source.CopyToAsync(target, linked.Token).ConfigureAwait(false);
        }
        finally
        {
            if (isOwned) await source.DisposeAsync().ConfigureAwait(false);
        }
    }

    private static IEnumerable<ImageReference> ParseLoaded(string message)
    {
        message = message.Trim();
        // Podman names all images in one message, separated by commas.
        var names = message.StartsWith(LoadedId, StringComparison.Ordinal) ? [message[LoadedId.Length..]]
            : message.StartsWith(LoadedName, StringComparison.Ordinal) ? message[LoadedName.Length..].Split(',')
            : message.StartsWith(LoadedNames, StringComparison.Ordinal) ? message[LoadedNames.Length..].Split(',')
            : Array.Empty<string>();
        foreach (var name in names)
        {
            if (ImageReference.TryParse(name.Trim(), out var reference)) yield return reference;
        }
    }

    [GeneratedRegex("^(?:sha256:)?[0-9a-f]{12,64}$")]
    private static partial Regex ImageId();
}
