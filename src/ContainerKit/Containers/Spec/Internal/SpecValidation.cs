using ContainerKit.Diagnostics;
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
                throw ArgumentErrors.Create(
                    $"'{name}' is not a valid name of an environment variable. "
                        + "It must not be empty or contain '=' or a null character.",
                    nameof(variables));
            if (value is null)
                throw ArgumentErrors.Create(
                    $"The environment variable '{name}' is null. Leave it out or use an empty string.",
                    nameof(variables));
            if (HasNull(value)) throw NullCharacter($"The value of the environment variable '{name}'", nameof(variables));
        }

        return new Dictionary<string, string>(variables);
    }

    /// <summary>Returns a copy of a list of strings.</summary>
    /// <param name="values">The list.</param>
    /// <param name="description">The name of the items in error messages, in the plural.</param>
    /// <exception cref="ArgumentException">An item is null or contains a null character.</exception>
    public static IReadOnlyList<string> ValidateStrings(IReadOnlyList<string> values, string description)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (values.Any(value => value is null)) throw NullItem(description, nameof(values));
        if (values.Any(HasNull)) throw NullCharacter($"One of the {description}", nameof(values));
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
    /// <exception cref="ArgumentException">A key is empty, a value is null, or one of them contains a null character.</exception>
    public static Dictionary<string, string> ValidateMap(IReadOnlyDictionary<string, string> values, string description)
    {
        ArgumentNullException.ThrowIfNull(values);
        foreach (var (name, value) in values)
        {
            if (name.Length == 0)
                throw ArgumentErrors.Create(
                    $"One of the {description} has an empty name. Leave it out.", nameof(values));
            if (value is null)
                throw ArgumentErrors.Create(
                    $"The value of '{name}' in the {description} is null. Leave it out or use an empty string.",
                    nameof(values));
            if (HasNull(name)) throw NullCharacter($"A name in the {description}", nameof(values));
            if (HasNull(value)) throw NullCharacter($"The value of '{name}' in the {description}", nameof(values));
        }

        return new Dictionary<string, string>(values);
    }

    /// <summary>Returns a copy of labels.</summary>
    /// <exception cref="ArgumentException">
    /// A label has the reserved prefix of this library, an empty name or one with spaces, no value, or a null character.
    /// </exception>
    public static Dictionary<string, string> ValidateLabels(IReadOnlyDictionary<string, string> labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        if (labels.Keys.FirstOrDefault(ResourceLabels.IsReserved) is { } reserved)
            throw ArgumentErrors.Create(
                $"The label '{reserved}' is reserved for this library. "
                    + $"Choose another prefix than '{ResourceLabels.Prefix}'.",
                nameof(labels));
        if (labels.Keys.FirstOrDefault(key => key.Any(char.IsWhiteSpace)) is { } spaced)
            throw ArgumentErrors.Create(
                $"The label '{spaced}' contains a space. Names of labels have none; values may.", nameof(labels));
        return ValidateMap(labels, "labels");
    }

    /// <summary>Returns a text that is sent to the engine; null for none.</summary>
    /// <param name="value">The text.</param>
    /// <param name="description">The beginning of the error message, such as <c>The user</c>.</param>
    /// <exception cref="ArgumentException">The text contains a null character.</exception>
    public static string? ValidateText(string? value, string description) =>
        value is not null && HasNull(value) ? throw NullCharacter(description, nameof(value)) : value;

    /// <summary>Returns variables in the engine's format, <c>NAME=value</c>.</summary>
    public static IList<string> ToAssignments(IReadOnlyDictionary<string, string> variables) =>
        [.. variables.Select(variable => $"{variable.Key}={variable.Value}")];

    // Engines reject null characters, and repeat the whole value in their error.
    private static ArgumentException NullCharacter(string subject, string parameter) =>
        ArgumentErrors.Create($"{subject} contains a null character, which no engine accepts. Remove it.", parameter);

    private static bool HasNull(string text) => text.Contains('\0', StringComparison.Ordinal);

    private static ArgumentException NullItem(string description, string parameter) =>
        ArgumentErrors.Create($"One of the {description} is null. Leave it out.", parameter);
}
