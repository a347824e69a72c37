using System.Text.Json;
using ContainerKit.Diagnostics;
using ContainerKit.Json;

namespace ContainerKit;

/// <summary>One step in how an image was made. Plain data.</summary>
public sealed record ImageHistoryEntry
{
    internal ImageHistoryEntry()
    {
    }

    /// <summary>The id of the image after this step; null where the engine does not have it, as of images that were pulled.</summary>
    public string? Id { get; init; }

    /// <summary>When it was done; null where nobody wrote it down.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>What was done: an instruction of a Dockerfile, or a command.</summary>
    public required string CreatedBy { get; init; }

    /// <summary>How many bytes the step added.</summary>
    public long SizeBytes { get; init; }

    /// <summary>The names of the image after this step.</summary>
    public required IReadOnlyList<string> Tags { get; init; }

    /// <summary>What was said of the step; empty for nothing.</summary>
    public required string Comment { get; init; }

    /// <summary>The step and its size on one line.</summary>
    public override string ToString() => $"{CreatedBy}: {ErrorText.FormatSize(SizeBytes)}";

    internal static ImageHistoryEntry Read(JsonElement json) => new()
    {
        Id = json.GetStringOrEmpty("Id") is { Length: > 0 } id && id != "<missing>" ? id : null,
        CreatedAt = json.GetUnixTimeOrNull("Created"),
        CreatedBy = json.GetStringOrEmpty("CreatedBy"),
        SizeBytes = json.GetInt64OrDefault("Size"),
        Tags = json.GetStrings("Tags"),
        Comment = json.GetStringOrEmpty("Comment"),
    };
}
