using ContainerKit.Diagnostics;

namespace ContainerKit.Http;

/// <summary>Puts names into the paths of requests.</summary>
internal static class PathSegment
{
    /// <summary>Returns a name as one segment of a path.</summary>
    /// <exception cref="ArgumentException">The name would address another resource.</exception>
    public static string Escape(string name, string kind)
    {
        Validate(name, kind);
        return Uri.EscapeDataString(name);
    }

    /// <summary>Checks that a name can be part of a path.</summary>
    /// <exception cref="ArgumentException">
    /// The name is blank, has a part between slashes that is empty, <c>.</c> or <c>..</c>, or contains a control character.
    /// </exception>
    public static void Validate(string name, string kind)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        // A URL that contains such a part is shortened, by .NET or by the engine, so it would address another resource. The
        // routes of the engine match no line feed.
        if (name.Split('/').Any(part => part is "" or "." or "..") || name.Any(char.IsControl))
        {
            throw ArgumentErrors.Create(
                $"'{name}' is not the name of a {kind}: it must not contain control characters, "
                + "and no part between slashes may be empty, '.' or '..'.",
                nameof(name));
        }
    }
}
