using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ContainerKit.Diagnostics;
using ContainerKit.Swarm.Internal;

namespace ContainerKit.Swarm.Secrets;

/// <summary>The two kinds of contents that a swarm stores for its services. Their requests differ only in the path.</summary>
/// <param name="Noun">The word for messages.</param>
/// <param name="Path">The path of the requests.</param>
internal sealed partial record StoredObjectKind(string Noun, string Path)
{
    /// <summary>The prefix of the labels of this library.</summary>
    private const string ReservedPrefix = "containerkit.";

    private const int MaximumNameLength = 64;

    public static StoredObjectKind Secret { get; } = new("secret", "secrets");

    public static StoredObjectKind Config { get; } = new("config", "configs");

    /// <summary>Returns the JSON of a create request.</summary>
    public static JsonObject CreateBody(
        string name, ReadOnlySpan<byte> content, IReadOnlyDictionary<string, string> labels, string? templateDriver)
    {
        var body = new JsonObject
        {
            ["Name"] = name,
            ["Labels"] = labels.ToJson(),
            ["Data"] = Convert.ToBase64String(content),
        };
        if (templateDriver is not null) body["Templating"] = new JsonObject { ["Name"] = templateDriver };
        return body;
    }

    /// <exception cref="ArgumentException">A name is empty or reserved.</exception>
    public static IReadOnlyDictionary<string, string> ValidateLabels(IReadOnlyDictionary<string, string> labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        foreach (var name in labels.Keys)
        {
            if (string.IsNullOrWhiteSpace(name) || name.StartsWith(ReservedPrefix, StringComparison.Ordinal))
                throw ArgumentErrors.Create($"'{name}' cannot be the name of a label: it is empty or reserved.", nameof(labels));
        }

        return labels.ToDictionary().AsReadOnly();
    }

    /// <summary>Checks a name as the engine does.</summary>
    /// <exception cref="ArgumentException">The name is invalid.</exception>
    public string ValidateName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.Length <= MaximumNameLength && ValidName().IsMatch(name)
            ? name
            : throw ArgumentErrors.Create(
                $"'{name}' is not the name of a {Noun}: it must have from 1 to {MaximumNameLength} letters, digits, dots, dashes and "
                + "underscores, and begin and end with a letter or a digit.", nameof(name));
    }

    // https://github.com/moby/moby/blob/v20.10.24/vendor/github.com/docker/swarmkit/manager/controlapi/secret.go
    [GeneratedRegex("^[a-zA-Z0-9]+(?:[a-zA-Z0-9-_.]*[a-zA-Z0-9])?\\z")]
    private static partial Regex ValidName();
}
