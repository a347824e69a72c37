using System.Text.Json;
using ContainerKit.Swarm.Internal;

namespace ContainerKit.Swarm;

/// <summary>A config with its content, as a manager reported it. Immutable data.</summary>
public sealed record ConfigDetails
{
    internal ConfigDetails()
    {
    }

    /// <summary>The id.</summary>
    public required string Id { get; init; }

    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>The content.</summary>
    public ReadOnlyMemory<byte> Content { get; init; }

    /// <summary>The labels, including those of this library.</summary>
    public required IReadOnlyDictionary<string, string> Labels { get; init; }

    /// <summary>The driver of the templates in the content. Empty for a content without templates.</summary>
    public required string TemplateDriver { get; init; }

    /// <summary>The time when the config was created.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>The time when the labels changed last.</summary>
    public DateTimeOffset? UpdatedAt { get; init; }

    /// <summary>Returns the name and the id.</summary>
    public override string ToString() => $"config {Name} ({Id})";

    internal static ConfigDetails Read(JsonElement json)
    {
        var spec = json.GetMember("Spec");
        var data = spec.GetMember("Data");
        return new ConfigDetails
        {
            Id = json.RequireText("ID"),
            Name = spec.GetText("Name"),
            Content = data.ValueKind == JsonValueKind.String && data.TryGetBytesFromBase64(out var content) ? content : [],
            Labels = spec.GetMap("Labels"),
            TemplateDriver = spec.GetMember("Templating").GetText("Name"),
            CreatedAt = json.GetTime("CreatedAt"),
            UpdatedAt = json.GetTime("UpdatedAt"),
        };
    }
}
