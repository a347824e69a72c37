using System.Buffers;
using System.Globalization;
using System.Text;

namespace ContainerKit.Diagnostics;

/// <summary>
/// Makes control characters visible in texts of containers and engines before a message or a log line contains them. A terminal
/// would execute escape sequences, and a line break would look like another log line.
/// </summary>
internal static class VisibleText
{
    /// <summary>The longest text of an engine that a message contains.</summary>
    public const int MaximumLength = 16 * 1024;

    /// <summary>The longest text or regular expression to wait for that a message contains.</summary>
    public const int MaximumPatternLength = 1000;

    // C0, DEL, C1, line separators, and the characters that change the direction of the text.
    private const string Invisible =
        "\u0000\u0001\u0002\u0003\u0004\u0005\u0006\u0007\u0008\u000b\u000c\u000d\u000e\u000f"
        + "\u0010\u0011\u0012\u0013\u0014\u0015\u0016\u0017\u0018\u0019\u001a\u001b\u001c\u001d\u001e\u001f\u007f"
        + "\u0080\u0081\u0082\u0083\u0084\u0085\u0086\u0087\u0088\u0089\u008a\u008b\u008c\u008d\u008e\u008f"
        + "\u0090\u0091\u0092\u0093\u0094\u0095\u0096\u0097\u0098\u0099\u009a\u009b\u009c\u009d\u009e\u009f"
        + "\u061c\u200e\u200f\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069";

    private static readonly SearchValues<char> _inBlock = SearchValues.Create(Invisible);
    private static readonly SearchValues<char> _inLine = SearchValues.Create(Invisible + "\n\t");

    /// <summary>
    /// Returns a text of several lines with visible control characters: <c>\x1b</c> for an escape. Line feeds and tabs stay.
    /// </summary>
    public static string Block(string text) => text.AsSpan().IndexOfAny(_inBlock) < 0 ? text : Escape(text, _inBlock);

    /// <summary>Returns a text on one line with visible control characters: <c>\n</c> for a line feed.</summary>
    public static string Line(string text) => text.AsSpan().IndexOfAny(_inLine) < 0 ? text : Escape(text, _inLine);

    /// <summary>Returns an engine's text for a message, without its middle if it is very long.</summary>
    public static string Quote(string text) => Block(Shorten(text, MaximumLength));

    /// <summary>Indicates whether a text contains control characters other than line feeds and tabs.</summary>
    public static bool HasControlCharacters(string text) => text.AsSpan().IndexOfAny(_inBlock) >= 0;

    /// <summary>Appends the visible form of a control character.</summary>
    public static void AppendEscaped(StringBuilder target, char character)
    {
        switch (character)
        {
            case '\n':
                target.Append(@"\n");
                break;
            case '\r':
                target.Append(@"\r");
                break;
            case '\t':
                target.Append(@"\t");
                break;
            case < (char)0x80:
                target.Append(CultureInfo.InvariantCulture, $@"\x{(int)character:x2}");
                break;
            default:
                target.Append(CultureInfo.InvariantCulture, $@"\u{(int)character:x4}");
                break;
        }
    }

    /// <summary>Returns a text without its middle if it is longer than a limit, with the number of characters that are missing.</summary>
    public static string Shorten(string text, int limit)
    {
        if (text.Length <= limit) return text;
        var (head, tail) = (limit * 3 / 4, limit / 4);
        if (char.IsHighSurrogate(text[head - 1])) head--;
        if (char.IsLowSurrogate(text[^tail])) tail--;
        var missing = (text.Length - head - tail).ToString(CultureInfo.InvariantCulture);
        return $"{text.AsSpan(0, head)}...({missing} more characters)...{text.AsSpan(text.Length - tail)}";
    }

    private static string Escape(string text, SearchValues<char> escaped)
    {
        var visible = new StringBuilder(text.Length + 16);
        var rest = text.AsSpan();
        while (rest.IndexOfAny(escaped) is >= 0 and var index)
        {
            visible.Append(rest[..index]);
            // A carriage return before a line feed belongs to the line end, which stays.
            var isLineEnd = rest[index] == '\r' && index + 1 < rest.Length && rest[index + 1] == '\n' && !escaped.Contains('\n');
            if (!isLineEnd) AppendEscaped(visible, rest[index]);
            rest = rest[(index + 1)..];
        }

        return visible.Append(rest).ToString();
    }
}
