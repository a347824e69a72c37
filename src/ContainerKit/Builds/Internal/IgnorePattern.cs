using System.Buffers;
using ContainerKit.Diagnostics;

namespace ContainerKit.Builds;

/// <summary>
/// One line of a <c>.dockerignore</c>. <c>*</c> and <c>?</c> match within a folder, <c>**</c> matches any number of
/// folders, <c>[a-z]</c> matches one of several characters, and a leading <c>!</c> includes files again.
/// </summary>
internal sealed class IgnorePattern
{
    // The time of a match grows with the length of the pattern. No path has more than 4096 bytes on Linux.
    private const int MaximumLength = 16 * 1024;

    private static readonly SearchValues<char> _wildcards = SearchValues.Create("*?[]^\\");
    private readonly GlobMatcher? _glob;
    private readonly string? _suffix;

    /// <summary>Parses a line.</summary>
    /// <exception cref="FormatException">The line is not a pattern.</exception>
    public IgnorePattern(string line)
    {
        IsException = line.StartsWith('!');
        Path = IsException ? line[1..] : line;
        if (Path.Length == 0) throw new FormatException("a '!' has no pattern");
        if (Path.Length > MaximumLength) throw ArgumentErrors.Format($"a pattern is longer than {MaximumLength} characters");
        if (Path.AsSpan().IndexOfAny("*?[]\\") < 0) return;
        if (Path.StartsWith("**", StringComparison.Ordinal) && Path.AsSpan(2).IndexOfAny("*?[]\\") < 0)
        {
            _suffix = Path[2..];
            return;
        }

        _glob = new GlobMatcher(Path);
    }

    /// <summary>Indicates whether the pattern includes files that a line above excluded.</summary>
    public bool IsException { get; }

    /// <summary>The normalized pattern without its <c>!</c>.</summary>
    public string Path { get; }

    /// <summary>
    /// Indicates whether the pattern has wildcards before its end, so that it may match in any folder.
    /// </summary>
    public bool MatchesAnywhere => Stem.AsSpan().ContainsAny(_wildcards);

    // The path without trailing wildcards, which match the content of a folder.
    private string Stem => RemoveSuffix(RemoveSuffix(Path, "/**"), "/*");

    /// <summary>Indicates whether the path of the pattern is a folder, or is in it.</summary>
    public bool IsInFolder(string folder) => (Stem + "/").StartsWith(folder + "/", StringComparison.Ordinal);

    /// <summary>Indicates whether the pattern matches a path.</summary>
    public bool IsMatch(string path)
    {
        // "**" and a suffix without wildcards: like the Docker CLI, every path with this suffix matches, such as
        // "a/b.log" for "**.log".
        if (_suffix is { } suffix)
            return path.EndsWith(suffix, StringComparison.Ordinal) || (suffix.StartsWith('/') && path == suffix[1..]);
        return _glob?.IsMatch(path) ?? path == Path;
    }

    private static string RemoveSuffix(string text, string suffix) =>
        text.EndsWith(suffix, StringComparison.Ordinal) ? text[..^suffix.Length] : text;
}
