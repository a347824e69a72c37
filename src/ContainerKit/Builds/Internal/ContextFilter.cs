namespace ContainerKit.Builds;

/// <summary>
/// Decides which items of a build context are sent: those that no rules exclude and, if BuildKit asks for certain paths only, that are
/// in these paths.
/// </summary>
/// <param name="rules">The rules. Each of them can exclude an item.</param>
/// <param name="paths">The requested paths, which may have wildcards; null for all.</param>
internal sealed class ContextFilter(IReadOnlyList<IgnoreRules> rules, IReadOnlyList<IgnorePattern>? paths = null)
{
    /// <summary>Creates the result for an item.</summary>
    /// <param name="path">The path in the context.</param>
    /// <param name="parent">The result for its folder.</param>
    /// <param name="cancellationToken">Cancels the evaluation of many long patterns.</param>
    public Result Evaluate(string path, Result parent, CancellationToken cancellationToken)
    {
        var results = new IgnoreRules.MatchResult[rules.Count];
        for (var i = 0; i < results.Length; i++)
        {
            var above = parent.Rules.Count > 0 ? parent.Rules[i] : IgnoreRules.MatchResult.Top;
            results[i] = rules[i].Evaluate(path, above, cancellationToken);
        }

        var isRequested = paths is null || parent is { IsTop: false, IsRequested: true } || paths.Any(pattern => pattern.IsMatch(path));
        return new Result(results, isRequested, IsTop: false);
    }

    /// <summary>Indicates whether an excluded folder may contain items that are sent.</summary>
    public bool MayContainIncluded(string folder, Result result)
    {
        for (var i = 0; i < rules.Count; i++)
        {
            if (result.Rules[i].IsExcluded && !rules[i].MayContainIncluded(folder)) return false;
        }

        return result.IsRequested || paths!.Any(pattern => pattern.MatchesAnywhere || pattern.IsInFolder(folder));
    }

    /// <summary>The result for an item.</summary>
    /// <param name="Rules">The results of the rules; empty for the root of the context.</param>
    /// <param name="IsRequested">Indicates whether the item is in the requested paths.</param>
    /// <param name="IsTop">Indicates whether the item is the root of the context.</param>
    internal readonly record struct Result(IReadOnlyList<IgnoreRules.MatchResult> Rules, bool IsRequested, bool IsTop)
    {
        /// <summary>The result for the root of the context.</summary>
        public static Result Top { get; } = new([], IsRequested: true, IsTop: true);

        /// <summary>Indicates whether the item is not sent.</summary>
        public bool IsExcluded => !IsRequested || Rules.Any(result => result.IsExcluded);
    }
}
