using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace ContainerKit.Files;

/// <summary>
/// Converts the names of files between bytes and text without a loss. Names on Linux are bytes and need not be UTF-8. A
/// byte that is not part of valid UTF-8 is kept as one low surrogate, U+DC80 to U+DCFF, which valid text never contains
/// alone. This is the convention of Python (https://peps.python.org/pep-0383/).
/// </summary>
internal static class PathText
{
    private const int Escape = 0xDC00;

    /// <summary>Returns the text of a name.</summary>
    public static string Decode(ReadOnlySpan<byte> bytes)
    {
        if (Utf8.IsValid(bytes)) return Encoding.UTF8.GetString(bytes);
        var text = new StringBuilder(bytes.Length);
        while (!bytes.IsEmpty)
        {
            if (Rune.DecodeFromUtf8(bytes, out var rune, out var consumed) == OperationStatus.Done) text.Append(rune.ToString());
            else foreach (var invalid in bytes[..consumed]) text.Append((char)(Escape + invalid));
            bytes = bytes[consumed..];
        }

        return text.ToString();
    }

    /// <summary>Returns the bytes of a name.</summary>
    public static byte[] Encode(string text)
    {
        if (!HasInvalidBytes(text)) return Encoding.UTF8.GetBytes(text);
        var bytes = new ArrayBufferWriter<byte>(text.Length * 3);
        for (var rest = text.AsSpan(); !rest.IsEmpty;)
        {
            if (Rune.DecodeFromUtf16(rest, out var rune, out var consumed) == OperationStatus.Done)
                bytes.Advance(rune.EncodeToUtf8(bytes.GetSpan(4)));
            else if (IsEscaped(rest[0])) bytes.Write([(byte)(rest[0] - Escape)]);
            else bytes.Advance(Rune.ReplacementChar.EncodeToUtf8(bytes.GetSpan(4)));
            rest = rest[consumed..];
        }

        return bytes.WrittenSpan.ToArray();
    }

    /// <summary>Indicates whether a name has bytes that are not valid UTF-8.</summary>
    public static bool HasInvalidBytes(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1])) i++;
            else if (char.IsSurrogate(text[i])) return true;
        }

        return false;
    }

    /// <summary>Returns a name for a message. A byte that is not valid UTF-8 is shown as <c>\xe9</c>.</summary>
    public static string Display(string text)
    {
        if (!HasInvalidBytes(text)) return text;
        var display = new StringBuilder(text.Length + 8);
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
                display.Append(text[i]).Append(text[++i]);
            else if (IsEscaped(text[i]))
                display.Append(CultureInfo.InvariantCulture, $"\\x{text[i] - Escape:x2}");
            else display.Append(char.IsSurrogate(text[i]) ? '\uFFFD' : text[i]);
        }

        return display.ToString();
    }

    private static bool IsEscaped(char c) => c is >= '\uDC80' and <= '\uDCFF';
}
