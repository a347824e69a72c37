using System.Net;
using System.Text.Json;
using ContainerKit.Diagnostics;
using ContainerKit.Http;
using ContainerKit.Json;

namespace ContainerKit.Images;

/// <summary>Finds images on the engine.</summary>
internal static class ImageLookup
{
    /// <summary>Finds the image with a name or an id. Returns null if there is none.</summary>
    /// <remarks>Engine API: <c>GET /images/{name}/json</c>.</remarks>
    public static async Task<ImageClient?> FindAsync(
        EngineClient engine, ImageReference reference, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var image = await InspectAsync(engine, reference.ToString(), timeout, cancellationToken).ConfigureAwait(false);
        return image is { } found ? Read(engine, reference, found) : null;
    }

    /// <summary>Validates a name or id without a request.</summary>
    /// <exception cref="ArgumentException">No image can have this name or id.</exception>
    public static void Check(string nameOrId)
    {
        ArgumentNullException.ThrowIfNull(nameOrId);
        // A full id without "sha256:" is valid here, but not as an image reference.
        if (nameOrId.Length != 64 || !nameOrId.All(char.IsAsciiHexDigitLower)) ImageReference.Parse(nameOrId);
    }

    /// <summary>Finds the image with a name, an id, or a unique prefix of an id.</summary>
    /// <exception cref="ImageNotFoundException">There is none.</exception>
    /// <remarks>Engine API: <c>GET /images/{name}/json</c>.</remarks>
    public static async Task<ImageClient> FindAsync(EngineClient engine, string nameOrId, CancellationToken cancellationToken) =>
        (await FindJsonAsync(engine, nameOrId, cancellationToken).ConfigureAwait(false)).Client;

    /// <summary>Returns the configuration of the image with a name, an id, or a unique prefix of an id.</summary>
    /// <exception cref="ImageNotFoundException">There is none.</exception>
    /// <remarks>Engine API: <c>GET /images/{name}/json</c>.</remarks>
    public static async Task<ImageDetails> InspectAsync(EngineClient engine, string nameOrId, CancellationToken cancellationToken)
    {
        var (client, json) = await FindJsonAsync(engine, nameOrId, cancellationToken).ConfigureAwait(false);
        return ImageDetails.Read(json) with { Handle = client };
    }

    private static async Task<(ImageClient Client, JsonElement Json)> FindJsonAsync(
        EngineClient engine, string nameOrId, CancellationToken cancellationToken)
    {
        if (await InspectAsync(engine, nameOrId, engine.Options.RequestTimeout, cancellationToken).ConfigureAwait(false) is not { } image)
        {
            throw new ImageNotFoundException(
                nameOrId, $"The engine has no image {nameOrId}. Pull or build it first, or list the images with Image.List().");
        }

        // A prefix of an id parses as a name, too. It is used as the name only if the image has it.
        return ImageReference.TryParse(nameOrId, out var reference) && (reference.Digest is not null || Names(image).Contains(reference))
            ? (Read(engine, reference, image), image)
            : (Client(engine, image), image);
    }

    /// <summary>Lists the images that a filter selects.</summary>
    /// <remarks>Engine API: <c>GET /images/json</c>.</remarks>
    public static async Task<IReadOnlyList<ImageSummary>> ListAsync(
        EngineClient engine, ImageFilter filter, CancellationToken cancellationToken)
    {
        var quirks = await engine.GetQuirksAsync(cancellationToken).ConfigureAwait(false);
        if (!quirks.MatchesEveryImageReference || filter.References.Count < 2)
            return await RequestListAsync(engine, filter, cancellationToken).ConfigureAwait(false);
        var images = new List<ImageSummary>();
        foreach (var reference in filter.References)
        {
            images.AddRange(await RequestListAsync(engine, filter with { References = [reference] }, cancellationToken)
                .ConfigureAwait(false));
        }

        return [.. images.DistinctBy(image => image.Id)];
    }

    private static async Task<IReadOnlyList<ImageSummary>> RequestListAsync(
        EngineClient engine, ImageFilter filter, CancellationToken cancellationToken)
    {
        var request = EngineRequest.Get("images/json", "list images") with { Query = filter.Query() };
        var list = await engine.SendJsonAsync(request, cancellationToken).ConfigureAwait(false);
        return list.ValueKind == JsonValueKind.Array
            ? [.. list.EnumerateArray().Select(image => ImageSummary.Read(image) with { Handle = Client(engine, image) })]
            : [];
    }

    /// <summary>
    /// Returns the client of an image that the engine described, by its first name, or by its id if it has no name.
    /// </summary>
    public static ImageClient Client(EngineClient engine, JsonElement image) =>
        Read(engine, Names(image)
            .FirstOrDefault() ?? ImageReference.FromId(engine.RequireId("look up an image", image.GetStringOrEmpty("Id"))), image);

    /// <summary>Returns the engine's description of an image; null if there is no such image.</summary>
    public static Task<JsonElement?> InspectAsync(
        EngineClient engine, string image, TimeSpan timeout, CancellationToken cancellationToken) =>
        InspectAsync(engine, image, query: null, timeout, cancellationToken);

    /// <summary>
    /// Returns the engine's description of an image, with its platforms if one is required; null if there is no such
    /// image.
    /// </summary>
    public static async Task<JsonElement?> InspectAsync(
        EngineClient engine, ImageReference reference, PlatformRequirement? platform, CancellationToken cancellationToken)
    {
        var query = platform is null
            ? null
            : PlatformRequirement.Query(await engine.GetApiVersionAsync(cancellationToken).ConfigureAwait(false));
        return await InspectAsync(
            engine, reference.ToString(), query, engine.Options.RequestTimeout, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Indicates whether the engine reports that it has an image for a platform.</summary>
    /// <param name="engine">The engine.</param>
    /// <param name="reference">The name of the image.</param>
    /// <param name="platform">The platform; null for any.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    public static async Task<bool> HasAsync(
        EngineClient engine, ImageReference reference, string? platform, CancellationToken cancellationToken)
    {
        var required = platform is null ? null : new PlatformRequirement(platform);
        return await InspectAsync(engine, reference, required, cancellationToken).ConfigureAwait(false) is { } image
            && (required is null || required.IsMetBy(image) == true);
    }

    /// <summary>Creates the client of an image from its description.</summary>
    /// <param name="engine">The engine.</param>
    /// <param name="reference">The name or id that the image was found by.</param>
    /// <param name="image">The description.</param>
    /// <param name="platform">The platform that is used; null if the image has only one, or the engine chooses.</param>
    public static ImageClient Read(EngineClient engine, ImageReference reference, JsonElement image, string? platform = null) =>
        new(engine, engine.RequireId($"look up image {reference}", image.GetStringOrEmpty("Id")), reference)
        {
            Platform = platform,
            // An image that was pulled from several registries has a digest for each. Only the one of this name counts.
            Digest = reference.IsId
                ? null
                : Names(image)
                    .Where(name => name.Digest is not null && name.Name == reference.Name)
                    .Select(name => name.Digest)
                    .FirstOrDefault(digest => reference.Digest is null || digest == reference.Digest),
        };

    /// <summary>
    /// Returns the names in an image's description: first those with a tag, then those with a digest.
    /// </summary>
    public static IEnumerable<ImageReference> Names(JsonElement image) =>
        image.GetStrings("RepoTags").Concat(image.GetStrings("RepoDigests"))
            .Select(name => ImageReference.TryParse(name, out var reference) ? reference : null).OfType<ImageReference>();

    private static async Task<JsonElement?> InspectAsync(
        EngineClient engine, string image, QueryString? query, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var request = EngineRequest.Get($"images/{image}/json", $"look up image {image}") with { Query = query, Timeout = timeout };
        try
        {
            return await engine.SendJsonAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (EngineApiException e) when (e.StatusCode == HttpStatusCode.NotFound || e.Kind == EngineErrorKind.ImageNotFound)
        {
            return null;
        }
    }
}
