using ContainerKit.Sessions;

namespace ContainerKit.Containers;

/// <summary>The validation that all specs share. It runs when a spec is created, before any request.</summary>
internal static class SpecValidation
{
    public static readonly IReadOnlyDictionary<string, string> EmptyMap = new Dictionary<string, string>();

    /// <summary>
    /// Returns a validated copy of environment variables. The copy protects a plan from later changes of the caller's
    /// dictionary.
    /// </summary>
    public static Dictionary<string, string> ValidateEnvironment(IReadOnlyDictionary<string, string> variables)
    {
        ArgumentNullException.ThrowIfNull(variables);
        foreach (var (name, value) in variables)
        {
            if (name.Length == 0 || name.Contains('=', StringComparison.Ordinal) || name.Contains('\0', StringComparison.Ordinal))
                throw new ArgumentException(
                    $"'{name}' is not a valid name of an environment variable. "
                        + "It must not be empty or contain '=' or a null character.",
                    nameof(variables));
            if (value is null)
                throw new ArgumentException(
                    $"The environment variable '{name}' is null. Leave it out or use an empty string.",
                    nameof(variables));
        }

        return new Dictionary<string, string>(variables);
    }

    /// <summary>Returns a copy of a list of strings.</summary>
    /// <param name="values">The list.</param>
    /// <param name="description">The name of the items in error messages, in the plural.</param>
    /// <exception cref="ArgumentException">An item is null.</exception>
    public static IReadOnlyList<string> ValidateStrings(IReadOnlyList<string> values, string description)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (values.Any(value => value is null)) throw NullItem(description, nameof(values));
        return [.. values];
    }

    /// <summary>Returns a copy of a list.</summary>
    /// <exception cref="ArgumentException">An item is null.</exception>
    public static IReadOnlyList<T> ValidateItems<T>(IReadOnlyList<T> items, string description)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(items);
        if (items.Any(item => item is null)) throw NullItem(description, nameof(items));
        return [.. items];
    }

    /// <summary>Returns a copy of a dictionary.</summary>
    /// <exception cref="ArgumentException">A key is empty or a value is null.</exception>
    public static Dictionary<string, string> ValidateMap(IReadOnlyDictionary<string, string> values, string description)
    {
        ArgumentNullException.ThrowIfNull(values);
        foreach (var (name, value) in values)
        {
            if (name.Length == 0)
                throw new ArgumentException(
                    $"One of the {description} has an empty name. Leave it out.", nameof(values));
            if (value is null)
                throw new ArgumentException(
                    $"The value of '{name}' in the {description} is null. Leave it out or use an empty string.",
                    nameof(values));
        }

        return new Dictionary<string, string>(values);
    }

    /// <summary>Returns a copy of labels.</summary>
    /// <exception cref="ArgumentException">A label has the reserved prefix of this library, or its value is null.</exception>
    public static Dictionary<string, string> ValidateLabels(IReadOnlyDictionary<string, string> labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        if (labels.Keys.FirstOrDefault(ResourceLabels.IsReserved) is { } reserved)
            throw new ArgumentException(
                $"The label '{reserved}' is reserved for this library. "
                    + $"Choose another prefix than '{ResourceLabels.Prefix}'.",
                nameof(labels));
        if (labels.FirstOrDefault(label => label.Value is null) is { Key: { } unset })
            throw new ArgumentException(
                $"The value of the label '{unset}' is null. Leave it out or use an empty string.", nameof(labels));
        return new Dictionary<string, string>(labels);
    }

    /// <summary>Returns variables in the engine's format, <c>NAME=value</c>.</summary>
    public static IList<string> ToAssignments(IReadOnlyDictionary<string, string> variables) =>
        [.. variables.Select(variable => $"{variable.Key}={variable.Value}")];

    private static ArgumentException NullItem(string description, string parameter) =>
        new($"One of the {description} is null. Leave it out.", parameter);
}
