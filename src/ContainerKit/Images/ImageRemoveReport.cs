using System.Text.Json;
using ContainerKit.Images;
using ContainerKit.Json;

namespace ContainerKit;

/// <summary>The result of the removal of an image. Immutable data.</summary>
public sealed record ImageRemoveReport
{
    internal ImageRemoveReport()
    {
    }

    /// <summary>The removed names.</summary>
    public required IReadOnlyList<string> Untagged { get; init; }

    /// <summary>The ids of the removed images and layers. Empty if the image has other names or is in use.</summary>
    public required IReadOnlyList<string> Deleted { get; init; }

    /// <summary>Returns the removed names and the number of removed images and layers on one line.</summary>
    public override string ToString() =>
        $"untagged: {(Untagged.Count == 0 ? "nothing" : string.Join(", ", Untagged))}; deleted: {Deleted.Count}";

    internal static ImageRemoveReport Read(IReadOnlyList<JsonElement> items) =>
        new()
        {
            Untagged = [.. ReadStrings(items, "Untagged").Select(ImageIdText.ToFamiliar)],
            Deleted = [.. ReadStrings(items, "Deleted").Select(ImageIdText.WithAlgorithm)],
        };

    internal static IReadOnlyList<string> ReadStrings(IReadOnlyList<JsonElement> items, string name) =>
        [.. items.Select(item => item.GetStringOrEmpty(name)).Where(text => text.Length > 0)];
}
