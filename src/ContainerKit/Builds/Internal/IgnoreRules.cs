namespace ContainerKit.Builds;

/// <summary>
/// What a <c>.dockerignore</c> leaves out of a build's context, decided as the docker command decides it: the last line that fits a file, or a
/// folder above it, has its way.
/// </summary>
internal sealed class IgnoreRules
{
    private readonly IReadOnlyList<IgnorePattern> _patterns;
    private readonly IReadOnlyList<IgnorePattern> _exceptions;

    private IgnoreRules(IReadOnlyList<IgnorePattern> patterns)
    {
        _patterns = patterns;
        _exceptions = [.. patterns.Where(pattern => pattern.IsException)];
    }

    /// <summary>Leaves nothing out.</summary>
    public static IgnoreRules None { get; } = new([]);

    /// <exception cref="FormatException">A line is no pattern; the message says which and why.</exception>
    public static IgnoreRules Parse(string text)
    {
        var patterns = new List<IgnorePattern>();
        foreach (var raw in text.TrimStart('\uFEFF').Split('\n'))
        {
            // A comment begins in the first column, as the docker command has it.
            if (raw.StartsWith('#')) continue;
            var line = raw.Trim();
            if (line.Length == 0) continue;
            patterns.Add(new IgnorePattern(Normalize(line)));
        }

        return new IgnoreRules(patterns);
    }

    /// <summary>The same, but for one file that is sent in any case.</summary>
    public IgnoreRules Except(string file) => new([.. _patterns, new IgnorePattern("!" + file)]);

    /// <param name="above">The verdict on the folder that it lies in.</param>
    public MatchResult Match(string path, MatchResult above)
    {
        var fits = new bool[_patterns.Count];
        var isLeftOut = false;
        for (var i = 0; i < fits.Length; i++)
        {
            // What fits the folder fits what is in it.
            fits[i] = above.Fits.Count > 0 && above.Fits[i];
            // A line that would change nothing is not looked at, and then does not fit what lies below either: the docker command's way.
            if (!fits[i] && _patterns[i].IsException == isLeftOut) fits[i] = _patterns[i].IsMatch(path);
            if (fits[i]) isLeftOut = !_patterns[i].IsException;
        }

        return new MatchResult(isLeftOut, fits);
    }

    /// <summary>
    /// Whether a folder that is left out may hold something that is not: an exception begins with its path, or may fit anywhere. That is what the
    /// docker command does with BuildKit; with the classic builder it looks at the begin of paths alone, and silently loses what <c>!**/*.csproj</c> takes back in.
    /// </summary>
    public bool MayContainIncluded(string folder) => _exceptions.Any(exception => exception.FitsAnywhere || exception.BeginsIn(folder));

    private static string Normalize(string line)
    {
        var isException = line.StartsWith('!');
        var path = isException ? line[1..].Trim() : line;
        if (OperatingSystem.IsWindows()) path = path.Replace('\\', '/');
        if (path.Length > 0) path = PathRules.Clean(path);
        if (path.Length > 1 && path[0] == '/') path = path[1..];
        return isException ? "!" + path : path;
    }

    /// <summary>What the rules say of a path, and which of them fit it.</summary>
    internal readonly record struct MatchResult(bool IsExcluded, IReadOnlyList<bool> Fits)
    {
        /// <summary>What every walk begins with, above the first folder.</summary>
        public static MatchResult Top { get; } = new(IsExcluded: false, []);
    }
}
