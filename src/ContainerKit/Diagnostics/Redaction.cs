using System.Text.RegularExpressions;

namespace ContainerKit.Diagnostics;

/// <summary>Replaces secret values in a text.</summary>
internal sealed class Redaction
{
    private const string Mask = "***";
    private const int MinSubstringLength = 4;

    // A shorter rest of a secret at the end of a truncated text is not recognized, because it may be any word.
    private const int MinTruncatedLength = 3;

    private readonly string[] _values;
    private readonly string[] _spellings;
    private readonly StringComparison _comparison;
    private readonly int _minSubstringLength;

    /// <summary>
    /// Replaces the values of build arguments in the engine's messages. Both builders print commands with the values filled
    /// in, and a value may be a password.
    /// </summary>
    public Redaction(IReadOnlyDictionary<string, string> arguments)
        : this(arguments.Values)
    {
    }

    /// <summary>Replaces secret values and their escaped forms in the engine's messages.</summary>
    public Redaction(IEnumerable<string> secrets)
        : this([.. secrets], StringComparison.Ordinal, MinSubstringLength) =>
        // Escapes of hexadecimal digits differ in their case.
        _spellings = Sort(_values.SelectMany(SecretSpellings.Of).Except(_values));

    private Redaction(IEnumerable<string> values, StringComparison comparison, int minSubstringLength)
    {
        _values = Sort(values);
        _spellings = [];
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
    /// <param name="text">The text.</param>
    /// <param name="isTruncated">Indicates whether the end of the text is missing, so that it may end inside a secret.</param>
    public string Redact(string text, bool isTruncated = false)
    {
        if (isTruncated) text = RedactEnd(text);
        foreach (var value in _values) text = Replace(text, value, _comparison);
        foreach (var spelling in _spellings) text = Replace(text, spelling, StringComparison.OrdinalIgnoreCase);
        return text;
    }

    // Longer values first, because one value may be part of another.
    private static string[] Sort(IEnumerable<string> values) =>
        [.. values.Where(value => value.Length > 0).Distinct().OrderByDescending(value => value.Length)];

    // A short value, such as 1, is replaced only as a whole word. Otherwise parts of other numbers would be hidden.
    private string Replace(string text, string value, StringComparison comparison) => value.Length >= _minSubstringLength
        ? text.Replace(value, Mask, comparison)
        : Regex.Replace(text, $@"(?<!\w){Regex.Escape(value)}(?!\w)", Mask, RegexOptions.CultureInvariant);

    private string RedactEnd(string text)
    {
        foreach (var secret in _values.Concat(_spellings))
        {
            for (var length = Math.Min(secret.Length - 1, text.Length); length >= MinTruncatedLength; length--)
            {
                if (text.AsSpan().EndsWith(secret.AsSpan(0, length), StringComparison.OrdinalIgnoreCase)) return text[..^length] + Mask;
            }
        }

        return text;
    }
}
