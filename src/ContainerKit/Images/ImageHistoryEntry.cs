using System.Text.Json;
using ContainerKit.Diagnostics;
using ContainerKit.Images;
using ContainerKit.Json;

namespace ContainerKit;

/// <summary>A step in the history of an image. Immutable data.</summary>
public sealed record ImageHistoryEntry
{
    internal ImageHistoryEntry()
    {
    }

    /// <summary>
    /// The id of the image after this step. Null if the engine does not have it, as for pulled images.
    /// </summary>
    public string? Id { get; init; }

    /// <summary>The time of the step. Null if the image does not record it.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>The instruction of the Dockerfile, or the command.</summary>
    public required string CreatedBy { get; init; }

    /// <summary>The number of bytes that the step added.</summary>
    public long SizeBytes { get; init; }

    /// <summary>The names of the image after this step.</summary>
    public required IReadOnlyList<string> Tags { get; init; }

    /// <summary>The comment of the step. Empty if there is none.</summary>
    public required string Comment { get; init; }

    /// <summary>Returns the step and its size on one line.</summary>
    public override string ToString() => $"{CreatedBy}: {ErrorText.FormatSize(SizeBytes)}";

    internal static ImageHistoryEntry Read(JsonElement json) => new()
    {
        Id = json.GetStringOrEmpty("Id") is { Length: > 0 } id && id != "<missing>" ? ImageIdText.WithAlgorithm(id) : null,
        CreatedAt = json.GetUnixTimeOrNull("Created"),
        CreatedBy = json.GetStringOrEmpty("CreatedBy"),
        SizeBytes = json.GetInt64OrDefault("Size"),
        Tags = [.. json.GetStrings("Tags").Select(ImageIdText.ToFamiliar)],
        Comment = json.GetStringOrEmpty("Comment"),
    };
}
