using System.Net;
using System.Text.Json;
using ContainerKit.Http;
using ContainerKit.Json;

namespace ContainerKit.Images;

/// <summary>Finds images on the engine.</summary>
internal static class ImageLookup
{
    /// <summary>The image that has a name or an id; null for none.</summary>
    /// <remarks>Engine API: <c>GET /images/{name}/json</c>.</remarks>
    public static async Task<ImageClient?> FindAsync(EngineClient engine, ImageReference reference, TimeSpan limit, CancellationToken cancellationToken) =>
        await InspectAsync(engine, reference.ToString(), limit, cancellationToken).ConfigureAwait(false) is { } image ? Read(engine, reference, image) : null;

    /// <exception cref="ArgumentException">No image can have such a name or id.</exception>
    public static void Check(string nameOrId)
    {
        ArgumentNullException.ThrowIfNull(nameOrId);
        // The grammar of names takes no id without its sha256.
        if (nameOrId.Length != 64 || !nameOrId.All(char.IsAsciiHexDigitLower)) ImageReference.Parse(nameOrId);
    }

    /// <summary>The image that has a name, an id, or is the only one whose id begins so.</summary>
    /// <exception cref="ImageNotFoundException">There is none.</exception>
    /// <remarks>Engine API: <c>GET /images/{name}/json</c>.</remarks>
    public static async Task<ImageClient> FindAsync(EngineClient engine, string nameOrId, CancellationToken cancellationToken)
    {
        if (await InspectAsync(engine, nameOrId, engine.Options.RequestTimeout, cancellationToken).ConfigureAwait(false) is not { } image)
            throw new ImageNotFoundException(nameOrId, $"The engine has no image {nameOrId}. Pull or build it first, or list what there is with Image.List().");
        var asked = ImageReference.TryParse(nameOrId, out var reference) && (reference.Digest is not null || Names(image).Contains(reference)) ? reference : null;
        return asked is null ? Client(engine, image) : Read(engine, asked, image);
    }

    /// <remarks>Engine API: <c>GET /images/json</c>.</remarks>
    public static async Task<IReadOnlyList<ImageSummary>> ListAsync(EngineClient engine, ImageFilter filter, CancellationToken cancellationToken)
    {
        var list = await engine.SendJsonAsync(EngineRequest.Get("images/json", "list images") with { Query = filter.Query() }, cancellationToken).ConfigureAwait(false);
        return list.ValueKind == JsonValueKind.Array ? [.. list.EnumerateArray().Select(image => ImageSummary.Read(image) with { Handle = Client(engine, image) })] : [];
    }

    /// <summary>A handle of an image that was described by the engine, by its first name, or by its id where it has none.</summary>
    public static ImageClient Client(EngineClient engine, JsonElement image) => Read(engine, Names(image).FirstOrDefault() ?? ImageReference.FromId(image.GetStringOrEmpty("Id")), image);

    /// <summary>What the engine says of an image; null for none.</summary>
    public static Task<JsonElement?> InspectAsync(EngineClient engine, string image, TimeSpan limit, CancellationToken cancellationToken) =>
        InspectAsync(engine, image, "", limit, cancellationToken);

    /// <inheritdoc cref="InspectAsync(EngineClient, string, TimeSpan, CancellationToken)"/>
    /// <param name="query">What else is asked, with its question mark.</param>
    public static async Task<JsonElement?> InspectAsync(EngineClient engine, string image, string query, TimeSpan limit, CancellationToken cancellationToken)
    {
        try
        {
            return await engine.SendJsonAsync(EngineRequest.Get($"images/{image}/json{query}", $"look up image {image}") with { Timeout = limit }, cancellationToken).ConfigureAwait(false);
        }
        catch (EngineApiException e) when (e.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    /// <summary>What the engine says of an image, and of its platforms where one is wanted; null for none.</summary>
    public static async Task<JsonElement?> InspectAsync(EngineClient engine, ImageReference reference, PlatformRequirement? platform, CancellationToken cancellationToken)
    {
        var query = platform is null ? "" : PlatformRequirement.Query(await engine.GetApiVersionAsync(cancellationToken).ConfigureAwait(false));
        return await InspectAsync(engine, reference.ToString(), query, engine.Options.RequestTimeout, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Whether the engine is seen to have an image for a platform.</summary>
    /// <param name="platform">Null for any.</param>
    public static async Task<bool> HasAsync(EngineClient engine, ImageReference reference, string? platform, CancellationToken cancellationToken)
    {
        var wanted = platform is null ? null : new PlatformRequirement(platform);
        return await InspectAsync(engine, reference, wanted, cancellationToken).ConfigureAwait(false) is { } image && (wanted is null || wanted.IsIn(image) == true);
    }

    /// <summary>The image of a name in its description.</summary>
    /// <param name="platform">Which of its platforms is meant; null where it has but one, or the engine is to choose.</param>
    public static ImageClient Read(EngineClient engine, ImageReference reference, JsonElement image, string? platform = null) => new(engine, image.GetStringOrEmpty("Id"), reference)
    {
        Platform = platform,
        // Which of its digests is the one of this name: an image may have been pulled from several registries.
        Digest = reference.IsId ? null
            : Names(image).Where(name => name.Digest is not null && name.Name == reference.Name).Select(name => name.Digest).FirstOrDefault(digest => reference.Digest is null || digest == reference.Digest),
    };

    /// <summary>The names in an image's description, by tag and then by digest.</summary>
    public static IEnumerable<ImageReference> Names(JsonElement image) => image.GetStrings("RepoTags").Concat(image.GetStrings("RepoDigests"))
        .Select(name => ImageReference.TryParse(name, out var reference) ? reference : null).OfType<ImageReference>();
}
