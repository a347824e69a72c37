using System.Text.Json;
using ContainerKit.Diagnostics;
using ContainerKit.Images;
using ContainerKit.Json;

namespace ContainerKit;

/// <summary>An image in a list of images: its state as the engine reported it. Immutable.</summary>
public sealed record ImageSummary
{
    internal ImageSummary()
    {
    }

    /// <summary>
    /// The handle of the image. Its type is unknown here, because data types do not depend on handles;
    /// <see cref="ImageSummaryExtensions"/> exposes it.
    /// </summary>
    internal object? Handle { get; init; }

    /// <summary>The image's id, <c>sha256:</c> and 64 hexadecimal digits.</summary>
    public required string Id { get; init; }

    /// <summary>The names with a tag, such as <c>nginx:1.22</c>. Empty for an image without a name.</summary>
    public required IReadOnlyList<string> Tags { get; init; }

    /// <summary>The names with a digest. Empty for images that were neither pulled nor pushed.</summary>
    public required IReadOnlyList<string> Digests { get; init; }

    /// <summary>The id of the parent image. Null if the engine does not report it.</summary>
    public string? ParentId { get; init; }

    /// <summary>The time when the image was created. Null if the engine does not report it.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>The size of all layers in bytes, including layers that other images share.</summary>
    public long SizeBytes { get; init; }

    /// <summary>
    /// The number of containers that are based on the image. Null if the engine does not count them in a list.
    /// </summary>
    public int? Containers { get; init; }

    /// <summary>The labels.</summary>
    public required IReadOnlyDictionary<string, string> Labels { get; init; }

    /// <summary>
    /// Indicates whether the image is dangling: it has no name with a tag, usually because the name moved to another
    /// image.
    /// </summary>
    public bool IsDangling => Tags.Count == 0;

    /// <summary>Returns the image's names, short id and size on one line.</summary>
    public override string ToString() =>
        $"{(IsDangling ? "<none>" : string.Join(", ", Tags))} ({ErrorText.ShortId(Id)}), {ErrorText.FormatSize(SizeBytes)}";

    internal static ImageSummary Read(JsonElement json) => new()
    {
        Id = json.GetStringOrEmpty("Id"),
        // Docker Engine before API 1.43 lists an image without a name as <none>:<none> and <none>@<none>.
        Tags = [.. ImageIdText.ReadTags(json)],
        Digests = [.. json.GetStrings("RepoDigests").Where(name => name != "<none>@<none>").Select(ImageIdText.ToFamiliar)],
        ParentId = json.GetStringOrEmpty("ParentId") is { Length: > 0 } parent ? parent : null,
        CreatedAt = json.GetUnixTimeOrNull("Created"),
        SizeBytes = json.GetInt64OrDefault("Size"),
        Containers = json.GetInt64OrNull("Containers") is >= 0 and var count ? (int)count : null,
        Labels = json.GetStringMap("Labels"),
    };
}
