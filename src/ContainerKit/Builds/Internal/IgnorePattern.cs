using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;

namespace ContainerKit.Builds;

/// <summary>
/// One line of a <c>.dockerignore</c>: <c>*</c> and <c>?</c> stay within a folder, <c>**</c> crosses any number of them, <c>[a-z]</c> is one of
/// some characters, and <c>!</c> before it takes files back in.
/// </summary>
internal sealed class IgnorePattern
{
    private const string Special = ".+()|{}$^#";
    private static readonly SearchValues<char> _wild = SearchValues.Create("*?[]^\\");
    private readonly Regex? _regex;
    private readonly string? _suffix;

    /// <exception cref="FormatException">It is no pattern.</exception>
    public IgnorePattern(string line)
    {
        IsException = line.StartsWith('!');
        Path = IsException ? line[1..] : line;
        if (Path.Length == 0) throw new FormatException("a '!' stands alone");
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

    /// <summary>Whether it takes files back in that a line above it left out.</summary>
    public bool IsException { get; }

    /// <summary>The pattern, clean and without its <c>!</c>.</summary>
    public string Path { get; }

    /// <summary>Whether the begin of a path does not tell if it fits: there is more than plain words in it.</summary>
    public bool FitsAnywhere => Stem.AsSpan().ContainsAny(_wild);

    // The stars at the end stand for all that is in a folder, whose own path is plain.
    private string Stem => WithoutEnd(WithoutEnd(Path, "/**"), "/*");

    /// <summary>Whether the path it names is a folder's own, or lies in it.</summary>
    public bool BeginsIn(string folder) => (Stem + "/").StartsWith(folder + "/", StringComparison.Ordinal);

    public bool IsMatch(string path)
    {
        // Two stars and plain words: whatever ends so, as "**.log" and "**log" are taken for the same kind of thing.
        if (_suffix is { } suffix) return path.EndsWith(suffix, StringComparison.Ordinal) || (suffix.StartsWith('/') && path == suffix[1..]);
        return _regex?.IsMatch(path) ?? path == Path;
    }

    private static string WithoutEnd(string text, string end) => text.EndsWith(end, StringComparison.Ordinal) ? text[..^end.Length] : text;

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
                    // At the end it is everything below; elsewhere any number of folders, none included.
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
                    throw new FormatException($"'{pattern}' ends in a backslash, which stands before what is meant as it is");
                case var c:
                    if (Special.Contains(c, StringComparison.Ordinal) || c == ']') regex.Append('\\');
                    regex.Append(c);
                    break;
            }
        }

        return regex.Append(@"\z").ToString();
    }

    /// <returns>Where the class ends.</returns>
    private static int AppendClass(StringBuilder regex, string pattern, int begin)
    {
        var i = begin + 1;
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

            // Each character is itself: neither the end of the class nor, in .NET's own dialect, the begin of another.
            if (pattern[i] is '\\' or ']' or '[' or '^' or '-') regex.Append('\\');
            regex.Append(pattern[i]);
        }

        if (i >= pattern.Length) throw new FormatException($"'{pattern}' opens a '[' that it does not close");
        regex.Append(']');
        return i;
    }
}
