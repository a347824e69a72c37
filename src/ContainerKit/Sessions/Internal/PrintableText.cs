using System.Globalization;
using System.Text;

namespace ContainerKit.Sessions;

/// <summary>Makes the texts of engines and files safe to show in a terminal or in a log.</summary>
internal static class PrintableText
{
    private const int MaxLineLength = 1000;

    /// <summary>
    /// Returns a text of several lines with escaped control characters, such as <c>\x1b</c>. Line feeds and tabs stay.
    /// </summary>
    public static string Escape(string text) => Escape(text.Replace("\r\n", "\n", StringComparison.Ordinal), allowed: "\n\t");

    /// <summary>Returns a text as one line with escaped control characters and at most 1,000 characters.</summary>
    public static string EscapeLine(string text) =>
        Escape(text.Length > MaxLineLength ? text[..MaxLineLength] + "..." : text, allowed: "");

    private static string Escape(string text, string allowed)
    {
        if (!text.Any(IsUnsafe)) return text;
        var escaped = new StringBuilder(text.Length);
        foreach (var character in text)
        {
            if (!IsUnsafe(character) || allowed.Contains(character, StringComparison.Ordinal)) escaped.Append(character);
            else if (character == '\n') escaped.Append("\\n");
            else escaped.Append(CultureInfo.InvariantCulture, $"{(character < 0x100 ? "\\x" : "\\u")}{(int)character:x2}");
        }

        return escaped.ToString();
    }

    // Control characters, and those that change the direction of the text or begin a line.
    private static bool IsUnsafe(char c) =>
        char.IsControl(c) || c is '\u061c' or '\u200e' or '\u200f' or (>= '\u2028' and <= '\u202e') or (>= '\u2066' and <= '\u2069');
}
