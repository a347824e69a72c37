using ContainerKit.Sessions;

namespace ContainerKit.Containers;

/// <summary>What both specs refuse when they are described, before any request.</summary>
internal static class SpecValidation
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

    public static IReadOnlyList<T> Items<T>(IReadOnlyList<T> items, string what)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(items);
        if (items.Any(item => item is null)) throw new ArgumentException($"One of the {what} is null.", nameof(items));
        return [.. items];
    }

    /// <summary>A checked copy of names with values.</summary>
    public static Dictionary<string, string> Map(IReadOnlyDictionary<string, string> map, string what)
    {
        ArgumentNullException.ThrowIfNull(map);
        foreach (var (name, value) in map)
        {
            if (name.Length == 0) throw new ArgumentException($"One of the {what} has no name.", nameof(map));
            if (value is null) throw new ArgumentException($"'{name}' among the {what} is null; leave it out or use an empty string.", nameof(map));
        }

        return new Dictionary<string, string>(map);
    }

    /// <summary>A checked copy, without labels of the library's own.</summary>
    public static Dictionary<string, string> Labels(IReadOnlyDictionary<string, string> labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        if (labels.Keys.FirstOrDefault(ResourceLabels.IsReserved) is { } own)
            throw new ArgumentException($"The label '{own}' is the library's own; choose another prefix than '{ResourceLabels.Prefix}'.", nameof(labels));
        return new Dictionary<string, string>(labels);
    }

    public static IList<string> Assignments(IReadOnlyDictionary<string, string> variables) => [.. variables.Select(v => $"{v.Key}={v.Value}")];
}
