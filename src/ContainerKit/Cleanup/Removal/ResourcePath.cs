namespace ContainerKit.Cleanup;

/// <summary>
/// The request paths of resources. Ids come from the responses of an engine, so a path must not lead to another
/// resource.
/// </summary>
internal static class ResourcePath
{
    private const int MaxIdLength = 512;

    /// <summary>Returns the path of a resource below the API version, with the id escaped.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="id">The id or the name. The name of an image can have several parts.</param>
    /// <exception cref="CleanupRequestException">The id cannot be part of a path.</exception>
    public static string For(ResourceKind kind, string id)
    {
        string[] parts = kind == ResourceKind.Image ? id.Split('/') : [id];
        // HTTP clients resolve "." and ".." in a path, so that it would lead to another resource.
        if (Array.Exists(parts, part => part is "" or "." or ".."))
            throw new CleanupRequestException(null, $"the {kind.ToString().ToLowerInvariant()} id '{id}' is not valid");
        return $"{kind.ToString().ToLowerInvariant()}s/{string.Join('/', parts.Select(Escape))}";
    }

    /// <summary>
    /// Indicates whether a text has the form of an id or of a name. Resources with other ids are never removed because
    /// an engine lists them.
    /// </summary>
    public static bool IsValidId(ResourceKind kind, string id)
    {
        var allowed = kind == ResourceKind.Image ? "_.-:/" : "_.-";
        return id.Length is > 0 and <= MaxIdLength
            && char.IsAsciiLetterOrDigit(id[0])
            && id.All(c => char.IsAsciiLetterOrDigit(c) || allowed.Contains(c, StringComparison.Ordinal))
            && !id.Contains("..", StringComparison.Ordinal);
    }

    // The separators of tags and digests are valid in a path.
    private static string Escape(string part) => Uri.EscapeDataString(part)
        .Replace("%3A", ":", StringComparison.Ordinal)
        .Replace("%40", "@", StringComparison.Ordinal);
}
