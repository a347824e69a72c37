using System.Text.RegularExpressions;

namespace ContainerKit.Diagnostics;

/// <summary>
/// Replaces the values of build arguments in the engine's messages. Both builders print commands with the values filled
/// in, and a value may be a password.
/// </summary>
internal sealed class Redaction(IReadOnlyDictionary<string, string> arguments)
{
    private const string Mask = "***";
    private const int MinSubstringLength = 4;

    // Longer values first, because one value may be part of another.
    private readonly string[] _values =
        [.. arguments.Values.Where(value => value.Length > 0).Distinct().OrderByDescending(value => value.Length)];

    /// <summary>Returns the text with each value replaced by <c>***</c>.</summary>
    public string Redact(string text)
    {
        foreach (var value in _values)
        {
            // A short value, such as 1, is replaced only as a whole word. Otherwise parts of other numbers would be
            // hidden.
            text = value.Length >= MinSubstringLength
                ? text.Replace(value, Mask, StringComparison.Ordinal)
                : Regex.Replace(text, $@"(?<!\w){Regex.Escape(value)}(?!\w)", Mask, RegexOptions.CultureInvariant);
        }

        return text;
    }
}
