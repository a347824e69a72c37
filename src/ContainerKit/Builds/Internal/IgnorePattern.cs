using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;

namespace ContainerKit.Builds;

/// <summary>
/// One line of a <c>.dockerignore</c>. <c>*</c> and <c>?</c> match within a folder, <c>**</c> matches any number of
/// folders, <c>[a-z]</c> matches one of several characters, and a leading <c>!</c> includes files again.
/// </summary>
internal sealed class IgnorePattern
{
    private const string Special = ".+()|{}$^#";
    private static readonly SearchValues<char> _wildcards = SearchValues.Create("*?[]^\\");
    private readonly Regex? _regex;
    private readonly string? _suffix;

    /// <summary>Parses a line.</summary>
    /// <exception cref="FormatException">The line is not a pattern.</exception>
    public IgnorePattern(string line)
    {
        IsException = line.StartsWith('!');
        Path = IsException ? line[1..] : line;
        if (Path.Length == 0) throw new FormatException("a '!' has no pattern");
        if (Path.AsSpan().IndexOfAny("*?[]\\") < 0) return;
        if (Path.StartsWith("**", StringComparison.Ordinal) && Path.AsSpan(2).IndexOfAny("*?[]\\") < 0)
        {
            _suffix = Path[2..];
            return;
        }

        try
        {
            _regex = new Regex(ToRegex(Path), RegexOptions.CultureInvariant | RegexOptions.Singleline);
        }
        catch (ArgumentException e)
        {
            throw new FormatException($"'{line}' is not a pattern", e);
        }
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
        return _regex?.IsMatch(path) ?? path == Path;
    }

    private static string RemoveSuffix(string text, string suffix) =>
        text.EndsWith(suffix, StringComparison.Ordinal) ? text[..^suffix.Length] : text;

    private static string ToRegex(string pattern)
    {
        var regex = new StringBuilder("^");
        for (var i = 0; i < pattern.Length; i++)
        {
            switch (pattern[i])
            {
                case '*' when i + 1 < pattern.Length && pattern[i + 1] == '*':
                    i++;
                    if (i + 1 < pattern.Length && pattern[i + 1] == '/') i++;
                    // At the end, everything below; elsewhere, any number of folders, including none.
                    regex.Append(i + 1 == pattern.Length ? ".*" : "(?:.*/)?");
                    break;
                case '*':
                    regex.Append("[^/]*");
                    break;
                case '?':
                    regex.Append("[^/]");
                    break;
                case '[':
                    i = AppendClass(regex, pattern, i);
                    break;
                case '\\' when i + 1 < pattern.Length:
                    regex.Append(Regex.Escape(pattern[++i].ToString()));
                    break;
                case '\\':
                    throw new FormatException($"'{pattern}' ends with a backslash, which must precede the character that it escapes");
                case var c:
                    if (Special.Contains(c, StringComparison.Ordinal) || c == ']') regex.Append('\\');
                    regex.Append(c);
                    break;
            }
        }

        return regex.Append(@"\z").ToString();
    }

    /// <summary>Appends a character class. Returns the index of its last character in the pattern.</summary>
    private static int AppendClass(StringBuilder regex, string pattern, int start)
    {
        var i = start + 1;
        regex.Append('[');
        if (i < pattern.Length && pattern[i] == '^')
        {
            regex.Append('^');
            i++;
        }

        for (var first = i; i < pattern.Length && (pattern[i] != ']' || i == first); i++)
        {
            if (pattern[i] == '\\' && i + 1 < pattern.Length) i++;
            else if (pattern[i] == '-')
            {
                regex.Append('-');
                continue;
            }

            // Escaped, because these characters have a meaning in a character class of .NET.
            if (pattern[i] is '\\' or ']' or '[' or '^' or '-') regex.Append('\\');
            regex.Append(pattern[i]);
        }

        if (i >= pattern.Length) throw new FormatException($"'{pattern}' has a '[' without a ']'");
        regex.Append(']');
        return i;
    }
}
