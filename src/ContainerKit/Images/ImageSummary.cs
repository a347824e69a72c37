using System.Text.Json;
using ContainerKit.Diagnostics;
using ContainerKit.Images;
using ContainerKit.Json;

namespace ContainerKit;

/// <summary>One line of a list of images: what the engine knew when it was asked, and a handle to do something with it.</summary>
public sealed record ImageSummary
{
    internal ImageSummary()
    {
    }

    /// <summary>The image itself, by its first name, or by its id where it has none.</summary>
    public required Image Image { get; init; }

    /// <summary>Its id, <c>sha256:</c> and 64 hexadecimal digits.</summary>
    public required string Id { get; init; }

    /// <summary>Its names by tag, such as <c>nginx:1.22</c>; empty for an image that has none.</summary>
    public required IReadOnlyList<string> Tags { get; init; }

    /// <summary>Its names by digest; only of images that were pulled or pushed.</summary>
    public required IReadOnlyList<string> Digests { get; init; }

    /// <summary>The id of the image it was made from, where the engine knows it; null otherwise.</summary>
    public string? ParentId { get; init; }

    /// <summary>When it was made; null where the engine does not tell.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>The size of all its layers in bytes, those it shares with other images among them.</summary>
    public long SizeBytes { get; init; }

    /// <summary>How many containers are made from it; null where the engine does not count them in a list.</summary>
    public int? Containers { get; init; }

    /// <summary>Its labels.</summary>
    public required IReadOnlyDictionary<string, string> Labels { get; init; }

    /// <summary>Whether it has no name by tag: what is left of an image whose name has moved on.</summary>
    public bool IsDangling => Tags.Count == 0;

    /// <summary>The image's names, short id and size on one line.</summary>
    public override string ToString() =>
        $"{(IsDangling ? "<none>" : string.Join(", ", Tags))} ({ErrorText.ShortId(Id)}), {ErrorText.FormatSize(SizeBytes)}";

    internal static ImageSummary Read(DockerEngine engine, JsonElement json) => new()
    {
        Image = ImageLookup.Handle(engine, json),
        Id = json.GetStringOrEmpty("Id"),
        // Engines before 1.43 write a name of nothing where there is none.
        Tags = [.. json.GetStrings("RepoTags").Where(name => name != "<none>:<none>")],
        Digests = [.. json.GetStrings("RepoDigests").Where(name => name != "<none>@<none>")],
        ParentId = json.GetStringOrEmpty("ParentId") is { Length: > 0 } parent ? parent : null,
        CreatedAt = json.GetUnixTimeOrNull("Created"),
        SizeBytes = json.GetInt64OrDefault("Size"),
        Containers = json.GetPropertyOrDefault("Containers").ValueKind == JsonValueKind.Number && json.GetInt64OrDefault("Containers") is >= 0 and var count ? (int)count : null,
        Labels = json.GetStringMap("Labels"),
    };
}
