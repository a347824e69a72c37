using ContainerKit.Diagnostics;
using ContainerKit.Http;

namespace ContainerKit.Images;

/// <summary>The identity of an image and the client of its engine, as operations need them.</summary>
/// <param name="Engine">The client of the engine that the image is on.</param>
/// <param name="Id">The id, such as <c>sha256:3f9a...</c>.</param>
/// <param name="Reference">The name that the image was found or created by.</param>
internal sealed record ImageClient(EngineClient Engine, string Id, ImageReference Reference)
{
    /// <summary>The digest of the image in its registry; null if it has none.</summary>
    public string? Digest { get; init; }

    /// <summary>The platform that the caller requested, if the image exists for several; null otherwise.</summary>
    public string? Platform { get; init; }

    /// <summary>Describes a GET request about the image.</summary>
    /// <param name="path">The path below <c>/images/{id}/</c>.</param>
    /// <param name="verb">The operation without the image, such as <c>inspect</c>.</param>
    public EngineRequest Get(string path, string verb) =>
        EngineRequest.Get($"images/{Id}/{path}", $"{verb} {this}") with { NotFound = e => NotFound(verb, e) };

    /// <summary>Returns the exception for an image that was removed.</summary>
    public ImageNotFoundException NotFound(string operation, Exception inner) => new(
        Reference.ToString(),
        Platform is null
            ? $"Could not {operation} {this}: the image is no longer on the engine. It was removed; pull or build it again."
            : $"Could not {operation} {this} for {Platform}: the engine does not have the image for this platform. "
                + "Set PullOptions.Platform to a platform that the image supports.",
        inner);

    /// <summary>The name and the short id.</summary>
    public override string ToString() => Reference.IsId ? ErrorText.ShortId(Id) : $"{Reference} ({ErrorText.ShortId(Id)})";
}
