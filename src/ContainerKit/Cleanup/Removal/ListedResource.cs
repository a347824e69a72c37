using System.Text.Json;
using ContainerKit.Json;
using ContainerKit.Sessions;

namespace ContainerKit.Cleanup;

/// <summary>A resource in the list of an engine that may be removed.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Id">The id; of a volume and of an image without a label, the name.</param>
/// <param name="Name">The name for messages.</param>
/// <param name="Session">The value of the session label, or the session in the name of an image; empty for none.</param>
/// <param name="CreatedAt">
/// The time of its creation by the engine's clock, or null if the engine does not report it.
/// </param>
internal sealed record ListedResource(ResourceKind Kind, string Id, string Name, string Session, DateTimeOffset? CreatedAt)
{
    private const int NonceInNameLength = 8;

    /// <summary>The value of the label with the nonce of the create request; empty for none.</summary>
    public string Nonce { get; private init; } = "";

    /// <summary>The id of a container's image; empty for none.</summary>
    public string ImageId { get; private init; } = "";

    public SessionOwner? Owner => SessionOwner.Parse(Session);

    /// <summary>
    /// Indicates whether the name is one that the library derived from the nonce. A container that inherited the nonce
    /// from its image has another name.
    /// </summary>
    public bool IsNamedAfterNonce =>
        Nonce.Length >= NonceInNameLength && Name.EndsWith("-" + Nonce[..NonceInNameLength], StringComparison.Ordinal);

    public override string ToString() => $"{Kind.ToString().ToLowerInvariant()} {Name}";

    /// <summary>Reads an item of a list; returns null if it is not a resource with a valid id.</summary>
    public static ListedResource? Read(ResourceKind kind, JsonElement item)
    {
        try
        {
            var id = item.GetStringOrEmpty(kind == ResourceKind.Volume ? "Name" : "Id");
            if (!ResourcePath.IsValidId(kind, id)) return null;
            var labels = item.GetPropertyOrDefault("Labels");
            return new ListedResource(kind, id, ReadName(item, id), labels.GetStringOrEmpty(ResourceLabels.Session),
                ReadCreatedAt(kind, item))
            {
                Nonce = labels.GetStringOrEmpty(ResourceLabels.Create),
                ImageId = kind == ResourceKind.Container ? item.GetStringOrEmpty("ImageID") : "",
            };
        }
        catch (InvalidOperationException)
        {
            // A string that is not valid Unicode. Such a resource is not provably ours.
            return null;
        }
    }

    /// <summary>
    /// Reads the names that the library generated for an image. They are the ids of the resources, so that an image to
    /// which the user has given another name is only untagged.
    /// </summary>
    public static IEnumerable<ListedResource> ReadGeneratedNames(JsonElement item)
    {
        IReadOnlyList<string> names;
        try
        {
            names = item.GetStrings("RepoTags");
        }
        catch (InvalidOperationException)
        {
            // A string that is not valid Unicode.
            yield break;
        }

        foreach (var name in names)
        {
            if (ResourcePath.IsValidId(ResourceKind.Image, name) && ResourceLabels.GetImageSession(name) is { } session)
                yield return new ListedResource(ResourceKind.Image, name, name, session, ReadCreatedAt(ResourceKind.Image, item));
        }
    }

    /// <summary>Returns the value of one of the library's two labels.</summary>
    public string GetLabel(string label) => label == ResourceLabels.Create ? Nonce : Session;

    // A container can have several names. The name is the text of an engine, so it is made printable.
    private static string ReadName(JsonElement item, string id)
    {
        var name = item.GetStringOrEmpty("Name") is { Length: > 0 } single
            ? single
            : item.GetStrings("Names") is [var first, ..] ? first.TrimStart('/') : null;
        return name is null ? id : PrintableText.EscapeLine(name);
    }

    private static DateTimeOffset? ReadCreatedAt(ResourceKind kind, JsonElement item) => kind switch
    {
        ResourceKind.Network => item.GetTimeOrNull("Created"),
        ResourceKind.Volume => item.GetTimeOrNull("CreatedAt"),
        _ => item.GetUnixTimeOrNull("Created"),
    };
}
