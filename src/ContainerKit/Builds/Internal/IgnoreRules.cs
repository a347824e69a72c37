namespace ContainerKit.Builds;

/// <summary>
/// The rules of a <c>.dockerignore</c>, with the semantics of the Docker CLI: the last line that matches a file, or a
/// folder above it, decides whether the file is excluded.
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

    /// <summary>The rules that exclude nothing.</summary>
    public static IgnoreRules None { get; } = new([]);

    /// <summary>Parses a <c>.dockerignore</c>.</summary>
    /// <exception cref="FormatException">
    /// A line is not a pattern. The message states the line and the reason.
    /// </exception>
    public static IgnoreRules Parse(string text)
    {
        var patterns = new List<IgnorePattern>();
        foreach (var raw in text.TrimStart('\uFEFF').Split('\n'))
        {
            // As in the Docker CLI, a comment starts in the first column.
            if (raw.StartsWith('#')) continue;
            var line = raw.Trim();
            if (line.Length == 0) continue;
            patterns.Add(new IgnorePattern(Normalize(line)));
        }

        return new IgnoreRules(patterns);
    }

    /// <summary>Returns rules from single patterns.</summary>
    /// <exception cref="FormatException">A text is not a pattern.</exception>
    public static IgnoreRules FromPatterns(IEnumerable<string> patterns) =>
        new([.. patterns.Select(pattern => new IgnorePattern(Normalize(pattern)))]);

    /// <summary>Returns these rules, except that one file is always included.</summary>
    public IgnoreRules Except(string file) => new([.. _patterns, new IgnorePattern("!" + file)]);

    /// <summary>Returns whether a path is excluded.</summary>
    /// <param name="path">The path in the context.</param>
    /// <param name="parent">The result for its folder.</param>
    public MatchResult Match(string path, MatchResult parent) => Evaluate(path, parent, CancellationToken.None);

    /// <summary>Returns whether a path is excluded. The token cancels the evaluation of many long patterns.</summary>
    /// <inheritdoc cref="Match"/>
    public MatchResult Evaluate(string path, MatchResult parent, CancellationToken cancellationToken)
    {
        var matches = new bool[_patterns.Count];
        var isExcluded = false;
        for (var i = 0; i < matches.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            // A pattern that matches a folder matches its content.
            matches[i] = parent.Matches.Count > 0 && parent.Matches[i];
            // As in the Docker CLI, a pattern that would not change the result is not evaluated, and then does not
            // match the content either.
            if (!matches[i] && _patterns[i].IsException == isExcluded) matches[i] = _patterns[i].IsMatch(path);
            if (matches[i]) isExcluded = !_patterns[i].IsException;
        }

        return new MatchResult(isExcluded, matches);
    }

    /// <summary>
    /// Indicates whether an excluded folder may contain included files: an exception is in the folder, or may match
    /// anywhere. This is the behavior of the Docker CLI with BuildKit. With the classic builder, the CLI compares only
    /// path prefixes, and loses the files that <c>!**/*.csproj</c> includes
    /// (https://github.com/moby/moby/issues/45608).
    /// </summary>
    public bool MayContainIncluded(string folder) =>
        _exceptions.Any(exception => exception.MatchesAnywhere || exception.IsInFolder(folder));

    private static string Normalize(string line)
    {
        var isException = line.StartsWith('!');
        var path = isException ? line[1..].Trim() : line;
        if (OperatingSystem.IsWindows()) path = path.Replace('\\', '/');
        if (path.Length > 0) path = PathRules.Clean(path);
        if (path.Length > 1 && path[0] == '/') path = path[1..];
        return isException ? "!" + path : path;
    }

    /// <summary>The result for a path.</summary>
    /// <param name="IsExcluded">Indicates whether the path is excluded.</param>
    /// <param name="Matches">Indicates for each pattern whether it matches the path.</param>
    internal readonly record struct MatchResult(bool IsExcluded, IReadOnlyList<bool> Matches)
    {
        /// <summary>The result for the root of the context.</summary>
        public static MatchResult Top { get; } = new(IsExcluded: false, []);
    }
}
