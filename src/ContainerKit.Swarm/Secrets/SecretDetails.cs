using System.Text.Json;
using ContainerKit.Swarm.Internal;

namespace ContainerKit.Swarm;

/// <summary>A secret, as a manager reported it. The engine never returns its content. Immutable data.</summary>
public sealed record SecretDetails
{
    internal SecretDetails()
    {
    }

    /// <summary>The id.</summary>
    public required string Id { get; init; }

    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>The labels, including those of this library.</summary>
    public required IReadOnlyDictionary<string, string> Labels { get; init; }

    /// <summary>The driver that stores the secret. Empty for the swarm itself.</summary>
    public required string Driver { get; init; }

    /// <summary>The driver of the templates in the content. Empty for a content without templates.</summary>
    public required string TemplateDriver { get; init; }

    /// <summary>The time when the secret was created.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>The time when the labels changed last.</summary>
    public DateTimeOffset? UpdatedAt { get; init; }

    /// <summary>Returns the name and the id.</summary>
    public override string ToString() => $"secret {Name} ({Id})";

    internal static SecretDetails Read(JsonElement json)
    {
        var spec = json.GetMember("Spec");
        return new SecretDetails
        {
            Id = json.RequireText("ID"),
            Name = spec.GetText("Name"),
            Labels = spec.GetMap("Labels"),
            Driver = spec.GetMember("Driver").GetText("Name"),
            TemplateDriver = spec.GetMember("Templating").GetText("Name"),
            CreatedAt = json.GetTime("CreatedAt"),
            UpdatedAt = json.GetTime("UpdatedAt"),
        };
    }
}
