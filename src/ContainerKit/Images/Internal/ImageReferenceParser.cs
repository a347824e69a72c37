using System.Text.RegularExpressions;

namespace ContainerKit.Images;

/// <summary>
/// Parses image references: <c>[registry/]path[:tag][@digest]</c>, by the grammar of github.com/distribution/reference.
/// </summary>
internal static partial class ImageReferenceParser
{
    private const int LongestName = 255;

    /// <summary>Parses a reference.</summary>
    /// <returns>The reference, or null and the reason why the text is not one.</returns>
    public static (ImageReference? Reference, string? Reason) Parse(string text)
    {
        if (text.Length == 0) return (null, "it is empty");
        if (text.Any(char.IsWhiteSpace)) return (null, "it contains white space");
        // No repository has this name; the Docker CLI treats it as an id, too.
        if (text.StartsWith("sha256:", StringComparison.Ordinal) && Digest().IsMatch(text)) return (ImageReference.FromId(text), null);

        var rest = text;
        string? digest = null;
        if (rest.IndexOf('@', StringComparison.Ordinal) is >= 0 and var at)
        {
            digest = rest[(at + 1)..];
            rest = rest[..at];
            if (!Digest().IsMatch(digest)) return (null, $"'{digest}' is not a digest, such as sha256 and 64 hexadecimal digits");
        }

        string? tag = null;
        if (rest.LastIndexOf(':') is >= 0 and var colon && colon > rest.LastIndexOf('/'))
        {
            tag = rest[(colon + 1)..];
            rest = rest[..colon];
            if (!Tag().IsMatch(tag))
            {
                return (null, $"'{tag}' is not a tag: "
                    + "it has up to 128 letters, digits, '_', '.' and '-', and does not start with '.' or '-'");
            }

        }

        var (registry, path) = SplitRegistry(rest);
        if (registry is not null && !Registry().IsMatch(registry))
            return (null, $"'{registry}' is not the host of a registry, with or without a port");
        if (path.Length == 0) return (null, "it has no repository");
        if (path.Any(char.IsUpper)) return (null, $"'{path}' has capital letters; the names of repositories are in lower case");
        foreach (var component in path.Split('/'))
        {
            if (component.Length == 0) return (null, "it has two slashes in a row, or a slash at its start or end");
            if (!Component().IsMatch(component))
            {
                return (null, $"'{component}' is not a part of a repository's name: "
                    + "it has lower-case letters and digits, with '.', '_', '__' or dashes between them");
            }
        }

        registry = registry is null or "index.docker.io" ? ImageReference.DockerHub : registry;
        if (registry == ImageReference.DockerHub && !path.Contains('/', StringComparison.Ordinal)) path = "library/" + path;
        if (registry.Length + 1 + path.Length > LongestName) return (null, $"its name is longer than {LongestName} characters");
        if (path.StartsWith("library/", StringComparison.Ordinal) && HexId().IsMatch(path["library/".Length..]))
            return (null, "64 hexadecimal digits are the id of an image, not a name; write sha256: before an id");
        return (new ImageReference(registry, path, tag ?? (digest is null ? ImageReference.DefaultTag : null), digest), null);
    }

    // The first part is a registry if it cannot be a part of a path: it has a dot, a port or a capital letter, or is
    // localhost.
    private static (string? Registry, string Path) SplitRegistry(string name)
    {
        var slash = name.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0) return (null, name);
        var first = name[..slash];
        var isRegistry = first == "localhost" || first.AsSpan().IndexOfAny('.', ':', '[') >= 0 || first.Any(char.IsUpper);
        return isRegistry ? (first, name[(slash + 1)..]) : (null, name);
    }

    [GeneratedRegex(
        @"^(?:(?:[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?)(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?)*"
        + @"|\[[a-fA-F0-9:]+\])(?::[0-9]+)?\z")]
    private static partial Regex Registry();

    [GeneratedRegex(@"^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*\z")]
    private static partial Regex Component();

    [GeneratedRegex(@"^[a-zA-Z0-9_][a-zA-Z0-9_.-]{0,127}\z")]
    private static partial Regex Tag();

    [GeneratedRegex(@"^(?:sha256:[a-f0-9]{64}|sha384:[a-f0-9]{96}|sha512:[a-f0-9]{128})\z")]
    private static partial Regex Digest();

    [GeneratedRegex(@"^[a-f0-9]{64}\z")]
    private static partial Regex HexId();
}
