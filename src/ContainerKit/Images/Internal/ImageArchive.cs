using System.Net;
using System.Text.Json;
using ContainerKit.Cleanup;
using ContainerKit.Http;
using ContainerKit.Json;
using ContainerKit.Plans;

namespace ContainerKit.Images;

/// <summary>Images as archives: written by a save, read by a load, and root file systems made into images by an import.</summary>
internal static class ImageArchive
{
    private const string LoadedName = "Loaded image: ";
    private const string LoadedNames = "Loaded image(s): ";
    private const string LoadedId = "Loaded image ID: ";

    /// <remarks>Engine API: <c>GET /images/get</c>.</remarks>
    public static async Task SaveAsync(EngineClient engine, IReadOnlyList<ImageReference> images, Stream target, CancellationToken cancellationToken)
    {
        var doing = $"save {string.Join(", ", images)}";
        try
        {
            // The engine gathers all layers before it begins to answer, which takes as long as it takes.
            var response = await engine.OpenAsync(EngineRequest.Get("images/get?" + string.Join('&', images.Select(image => "names=" + Uri.EscapeDataString(image.ToString()))), doing) with { Timeout = Timeout.InfiniteTimeSpan }, cancellationToken).ConfigureAwait(false);
            var archive = await engine.ReadAsync(doing, response, cancellationToken).ConfigureAwait(false);
            await using (archive.ConfigureAwait(false)) await archive.CopyToAsync(target, cancellationToken).ConfigureAwait(false);
        }
        catch (EngineApiException e) when (e.StatusCode == HttpStatusCode.NotFound)
        {
            throw new ImageNotFoundException(images.Count == 1 ? images[0].ToString() : string.Join(", ", images),
                $"Could not {doing}: the engine does not have {(images.Count == 1 ? "it" : "all of them")} (it said \"{e.EngineMessage}\"). Pull what is missing first.", e);
        }
    }

    /// <summary>Loads what is in an archive. What a chain that fails later has loaded goes again, and names go back.</summary>
    /// <remarks>Engine API: <c>GET /images/json</c>, <c>POST /images/load</c>, <c>GET /images/{name}/json</c>.</remarks>
    public static async Task<IReadOnlyList<ImageClient>> LoadAsync(PlanContext scope, Func<Stream> open, bool isOwned)
    {
        var before = await OwnersAsync(scope).ConfigureAwait(false);
        var loaded = new List<ImageReference>();
        await UploadAsync(scope, "load images", "images/load?quiet=1", open, isOwned, "", told =>
        {
            foreach (var reference in Loaded(told))
            {
                loaded.Add(reference);
                var previous = before.GetValueOrDefault(reference.ToString());
                scope.Track(new TrackedImage(scope.Engine, reference, previous, committed: null, isNew: id => !before.ContainsKey(id)) { IsCreateFinished = true });
            }
        }).ConfigureAwait(false);

        var images = new List<ImageClient>();
        foreach (var reference in loaded)
        {
            if (await ImageLookup.FindAsync(scope.Engine, reference, scope.Engine.Options.RequestTimeout, scope.Token).ConfigureAwait(false) is { } image) images.Add(image);
        }

        return images;
    }

    /// <summary>Loads an archive of one image, for a chain that goes on with it.</summary>
    /// <exception cref="InvalidOperationException">The archive has none, or several.</exception>
    public static async Task<ImageClient> LoadOneAsync(PlanContext scope, Func<Stream> open, bool isOwned)
    {
        var images = await LoadAsync(scope, open, isOwned).ConfigureAwait(false);
        return images.DistinctBy(image => image.Id).Count() == 1 ? images[0] : throw new InvalidOperationException(
            $"The archive has {(images.Count == 0 ? "no image" : $"several images ({string.Join(", ", images)})")}, and a chain goes on with one. Load it with DockerEngine.LoadImagesAsync.");
    }

    /// <remarks>Engine API: <c>POST /images/create</c>, <c>GET /images/{name}/json</c>.</remarks>
    public static async Task<ImageClient> ImportAsync(PlanContext scope, Func<Stream> open, bool isOwned, ImageReference reference, ImageImportOptions options)
    {
        var path = $"images/create?fromSrc=-&repo={Uri.EscapeDataString(reference.FamiliarName)}&tag={reference.Tag}"
            + (options.Message is { } message ? "&message=" + Uri.EscapeDataString(message) : "")
            + (options.Platform is { } platform ? "&platform=" + Uri.EscapeDataString(platform) : "")
            + string.Concat(options.Changes.Select(change => "&changes=" + Uri.EscapeDataString(change)));
        var made = await ImageOperations.NoteNameAsync(scope, reference, committed: null, isNew: _ => true).ConfigureAwait(false);
        await ImageOperations.AskToMakeAsync(made, () => UploadAsync(scope, $"import {reference}", path, open, isOwned, reference.ToString(), _ => { })).ConfigureAwait(false);
        return await ImageLookup.FindAsync(scope.Engine, reference, scope.Engine.Options.RequestTimeout, scope.Token).ConfigureAwait(false)
            ?? throw new ImageNotFoundException(reference.ToString(), $"The engine imported {reference}, and does not have it any more. It was removed meanwhile.");
    }

    /// <summary>Which image each name belongs to. The ids stand for themselves.</summary>
    private static async Task<Dictionary<string, string>> OwnersAsync(PlanContext scope)
    {
        var list = await scope.Engine.GetJsonAsync("list images", "images/json?all=1", scope.Token).ConfigureAwait(false);
        var owners = new Dictionary<string, string>();
        foreach (var image in list.ValueKind == JsonValueKind.Array ? list.EnumerateArray() : default)
        {
            owners[image.GetStringOrEmpty("Id")] = image.GetStringOrEmpty("Id");
            foreach (var name in ImageLookup.Names(image)) owners[name.ToString()] = image.GetStringOrEmpty("Id");
        }

        return owners;
    }

    // Reading the archive ends with the caller's token; once the engine has all of it, it works on whatever we do, and is waited for.
    private static Task<bool> UploadAsync(
        PlanContext scope, string doing, string path, Func<Stream> open, bool isOwned, string image, Action<string> told) => NonCancellable.RunWithGraceAsync(async token =>
    {
        var calls = scope.Engine;
        using var body = new UploadContent(UploadContent.Tar, (target, sending) => CopyAsync(open, isOwned, target, scope.Token, sending));
        using var response = await calls.OpenAsync(EngineRequest.Post(path, doing) with { Body = body, Timeout = Timeout.InfiniteTimeSpan }, token).ConfigureAwait(false);
        await calls.ReadToEndAsync(doing, async reading =>
        {
            var stream = await response.Content.ReadAsStreamAsync(reading).ConfigureAwait(false);
            // Awaited, so that the caller's stream is not read any longer when the engine is done with it, however it is.
            await using var ending = stream.ConfigureAwait(false);
            await foreach (var message in JsonLines.ReadAsync(stream, reading).ConfigureAwait(false))
            {
                if (ProgressError.In(message) is { } error)
                    throw new ImageTransferException(image, $"Could not {doing}: the engine stopped with \"{error}\". Check that the archive is whole, and of the right kind.");
                told(message.GetStringOrEmpty("stream"));
            }
        }, token).ConfigureAwait(false);
        return true;
    }, scope.Engine.Options, scope.Token);

    private static async Task CopyAsync(Func<Stream> open, bool isOwned, Stream target, CancellationToken callers, CancellationToken sending)
    {
        using var both = CancellationTokenSource.CreateLinkedTokenSource(callers, sending);
        var source = open();
        try
        {
            await source.CopyToAsync(target, both.Token).ConfigureAwait(false);
        }
        finally
        {
            if (isOwned) await source.DisposeAsync().ConfigureAwait(false);
        }
    }

    private static IEnumerable<ImageReference> Loaded(string told)
    {
        told = told.Trim();
        var names = told.StartsWith(LoadedId, StringComparison.Ordinal) ? [told[LoadedId.Length..]]
            : told.StartsWith(LoadedName, StringComparison.Ordinal) ? [told[LoadedName.Length..]]
            : told.StartsWith(LoadedNames, StringComparison.Ordinal) ? told[LoadedNames.Length..].Split(',')
            : Array.Empty<string>();
        foreach (var name in names)
        {
            if (ImageReference.TryParse(name.Trim(), out var reference)) yield return reference;
        }
    }
}
