using ContainerKit.Sessions;

namespace ContainerKit.Containers;

/// <summary>What both specs refuse when they are described, before any request.</summary>
internal static class SpecValidation
{
    public static readonly IReadOnlyDictionary<string, string> EmptyMap = new Dictionary<string, string>();

    /// <summary>A checked copy: a plan does not change when the caller's dictionary does.</summary>
    public static Dictionary<string, string> ValidateEnvironment(IReadOnlyDictionary<string, string> variables)
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

    public static IReadOnlyList<string> ValidateStrings(IReadOnlyList<string> values, string description)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (values.Any(word => word is null)) throw new ArgumentException($"A word of the {description} is null.", nameof(values));
        return [.. values];
    }

    public static IReadOnlyList<T> ValidateItems<T>(IReadOnlyList<T> items, string description)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(items);
        if (items.Any(item => item is null)) throw new ArgumentException($"One of the {description} is null.", nameof(items));
        return [.. items];
    }

    /// <summary>A checked copy of names with values.</summary>
    public static Dictionary<string, string> ValidateMap(IReadOnlyDictionary<string, string> values, string description)
    {
        ArgumentNullException.ThrowIfNull(values);
        foreach (var (name, value) in values)
        {
            if (name.Length == 0) throw new ArgumentException($"One of the {description} has no name.", nameof(values));
            if (value is null) throw new ArgumentException($"'{name}' among the {description} is null; leave it out or use an empty string.", nameof(values));
        }

        return new Dictionary<string, string>(values);
    }

    /// <summary>A checked copy, without labels of the library's own.</summary>
    public static Dictionary<string, string> ValidateLabels(IReadOnlyDictionary<string, string> labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        if (labels.Keys.FirstOrDefault(ResourceLabels.IsReserved) is { } own)
            throw new ArgumentException($"The label '{own}' is the library's own; choose another prefix than '{ResourceLabels.Prefix}'.", nameof(labels));
        return new Dictionary<string, string>(labels);
    }

    public static IList<string> ToAssignments(IReadOnlyDictionary<string, string> variables) => [.. variables.Select(v => $"{v.Key}={v.Value}")];
}
