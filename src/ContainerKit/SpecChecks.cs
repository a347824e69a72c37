namespace ContainerKit;

/// <summary>What both specs refuse when they are described, before any request.</summary>
internal static class SpecChecks
{
    public static readonly IReadOnlyDictionary<string, string> NoEnvironment = new Dictionary<string, string>();

    /// <summary>A checked copy: a plan does not change when the caller's dictionary does.</summary>
    public static Dictionary<string, string> Environment(IReadOnlyDictionary<string, string> variables)
    {
        ArgumentNullException.ThrowIfNull(variables);
        foreach (var (name, value) in variables)
        {
            if (name.Length == 0 || name.Contains('=', StringComparison.Ordinal) || name.Contains('\0', StringComparison.Ordinal))
                throw new ArgumentException($"'{name}' cannot be the name of an environment variable.", nameof(variables));
            if (value is null) throw new ArgumentException($"The environment variable '{name}' is null; leave it out or use an empty string.", nameof(variables));
        }

        return new Dictionary<string, string>(variables);
    }

    public static IReadOnlyList<string> Words(IReadOnlyList<string> words, string what)
    {
        ArgumentNullException.ThrowIfNull(words);
        if (words.Any(word => word is null)) throw new ArgumentException($"A word of the {what} is null.", nameof(words));
        return [.. words];
    }

    public static IList<string> Assignments(IReadOnlyDictionary<string, string> variables) => [.. variables.Select(v => $"{v.Key}={v.Value}")];
}
