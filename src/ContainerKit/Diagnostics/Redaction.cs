using System.Text.RegularExpressions;

namespace ContainerKit.Diagnostics;

/// <summary>Replaces secret values in a text.</summary>
internal sealed class Redaction
{
    private const string Mask = "***";
    private const int MinSubstringLength = 4;

    private readonly string[] _values;
    private readonly StringComparison _comparison;
    private readonly int _minSubstringLength;

    /// <summary>
    /// Replaces the values of build arguments in the engine's messages. Both builders print commands with the values filled
    /// in, and a value may be a password.
    /// </summary>
    public Redaction(IReadOnlyDictionary<string, string> arguments)
        : this(arguments.Values, StringComparison.Ordinal, MinSubstringLength)
    {
    }

    private Redaction(IEnumerable<string> values, StringComparison comparison, int minSubstringLength)
    {
        // Longer values first, because one value may be part of another.
        _values = [.. values.Where(value => value.Length > 0).Distinct().OrderByDescending(value => value.Length)];
        _comparison = comparison;
        _minSubstringLength = minSubstringLength;
    }

    /// <summary>
    /// Returns a redaction of a connection string and of its secrets. Drivers may print parts of it in lower case, so the case is ignored.
    /// </summary>
    /// <param name="connectionString">The connection string; null or empty to replace nothing.</param>
    public static Redaction ForConnectionString(string? connectionString) => new(
        string.IsNullOrEmpty(connectionString) ? [] : ConnectionStringSecrets.Find(connectionString).Prepend(connectionString),
        StringComparison.OrdinalIgnoreCase,
        minSubstringLength: 1);

    /// <summary>Returns the text with every secret value replaced.</summary>
    public string Redact(string text)
    {
        foreach (var value in _values)
        {
            // A short value of a build argument, such as 1, is replaced only as a whole word. Otherwise parts of other numbers would be
            // hidden.
            text = value.Length >= _minSubstringLength
                ? text.Replace(value, Mask, _comparison)
                : Regex.Replace(text, $@"(?<!\w){Regex.Escape(value)}(?!\w)", Mask, RegexOptions.CultureInvariant);
        }

        return text;
    }
}
