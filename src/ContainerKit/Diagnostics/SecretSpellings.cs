using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace ContainerKit.Diagnostics;

/// <summary>
/// The forms in which an engine or a proxy may repeat a value of a request: in JSON, in a URL, or quoted as Go programs do.
/// </summary>
internal static class SecretSpellings
{
    /// <summary>The shortest line of a secret of several lines that counts as a secret itself.</summary>
    private const int MinimumPartLength = 4;

    /// <summary>Returns the forms other than the value itself.</summary>
    public static IEnumerable<string> Of(string value)
    {
        foreach (var part in GetParts(value).Prepend(value))
        {
            if (part.Length != value.Length) yield return part;
            var json = JsonEncodedText.Encode(part).ToString();
            yield return json;
            yield return JsonEncodedText.Encode(part, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).ToString();
            yield return QuoteAsGo(part, isJson: true);
            yield return QuoteAsGo(part, isJson: false);
            yield return Uri.EscapeDataString(part);
            yield return WebUtility.UrlEncode(part);
            yield return Uri.EscapeDataString(json);
            yield return VisibleText.Line(part);
        }
    }

    // A log or an error message may contain single lines of a value, such as those of a private key.
    private static IEnumerable<string> GetParts(string value) => value.AsSpan().IndexOfAnyInRange('\0', '\x1f') < 0
        ? []
        : value.Split(value.Where(char.IsControl).Distinct().ToArray(), StringSplitOptions.TrimEntries)
            .Where(part => part.Length >= MinimumPartLength);

    // The differences between encoding/json and strconv.Quote are the control characters and <, > and &.
    private static string QuoteAsGo(string value, bool isJson)
    {
        var quoted = new StringBuilder();
        foreach (var character in value)
        {
            switch (character)
            {
                case '"' or '\\':
                    quoted.Append('\\').Append(character);
                    break;
                case '\n' or '\r' or '\t':
                    VisibleText.AppendEscaped(quoted, character);
                    break;
                case '<' or '>' or '&' when isJson:
                case < ' ' when isJson:
                    quoted.Append(CultureInfo.InvariantCulture, $@"\u{(int)character:x4}");
                    break;
                case < ' ' or '\x7f':
                    quoted.Append(CultureInfo.InvariantCulture, $@"\x{(int)character:x2}");
                    break;
                default:
                    quoted.Append(character);
                    break;
            }
        }

        return quoted.ToString();
    }
}
