using System.Text.RegularExpressions;

namespace ContainerKit.Diagnostics;

/// <summary>
/// Takes the values of build arguments out of what engines say: both builders put them into the commands that they name, and an argument
/// may be a password.
/// </summary>
internal sealed class Redaction(IReadOnlyDictionary<string, string> arguments)
{
    private const string Mask = "***";
    private const int MinSubstringLength = 4;

    // The longest first: one value may be part of another.
    private readonly string[] _values = [.. arguments.Values.Where(value => value.Length > 0).Distinct().OrderByDescending(value => value.Length)];

    public string Redact(string text)
    {
        foreach (var value in _values)
        {
            // A short one, such as a 1, is hidden where it stands alone; inside of words it would spoil every number.
            text = value.Length >= MinSubstringLength
                ? text.Replace(value, Mask, StringComparison.Ordinal)
                : Regex.Replace(text, $@"(?<!\w){Regex.Escape(value)}(?!\w)", Mask, RegexOptions.CultureInvariant);
        }

        return text;
    }
}
