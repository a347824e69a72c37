using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace ContainerKit.Json;

/// <summary>
/// Parses the JSON that an engine sends. Text that is not valid Unicode is corrected first: without that, reading a single string
/// of the document would throw.
/// </summary>
internal static class JsonText
{
    private static readonly JsonReaderOptions _manyValues = new() { AllowMultipleValues = true };

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>Parses a document.</summary>
    /// <exception cref="JsonException">The bytes are not JSON, or the document is incomplete.</exception>
    public static JsonElement Parse(ReadOnlyMemory<byte> json)
    {
        using var document = ParseDocument(json);
        return document.RootElement.Clone();
    }

    /// <summary>Parses a document without copying it. It is valid as long as the bytes are. The caller disposes it.</summary>
    /// <exception cref="JsonException">The bytes are not JSON, or the document is incomplete.</exception>
    public static JsonDocument ParseDocument(ReadOnlyMemory<byte> json) => JsonDocument.Parse(Correct(json));

    /// <summary>Takes the next text from a line. Texts may follow each other without a separator.</summary>
    /// <returns>False if only white space is left.</returns>
    /// <exception cref="JsonException">The text is incomplete or invalid.</exception>
    public static bool TryTake(ref ReadOnlyMemory<byte> line, out JsonElement json)
    {
        json = default;
        line = line.TrimStart(" \t\r\n\0"u8);
        if (line.Span.StartsWith(ByteOrderMark)) line = line[ByteOrderMark.Length..].TrimStart(" \t\r\n\0"u8);
        if (line.IsEmpty) return false;
        line = Correct(line);
        var reader = new Utf8JsonReader(line.Span, _manyValues);
        json = JsonElement.ParseValue(ref reader);
        line = line[(int)reader.BytesConsumed..];
        return true;
    }

    // Replaces invalid UTF-8 and halves of surrogate pairs by U+FFFD.
    private static ReadOnlyMemory<byte> Correct(ReadOnlyMemory<byte> json)
    {
        if (json.Span.StartsWith(ByteOrderMark)) json = json[ByteOrderMark.Length..];
        if (!Utf8.IsValid(json.Span)) json = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(json.Span));
        return json.Span.IndexOf(@"\ud"u8) < 0 && json.Span.IndexOf(@"\uD"u8) < 0 ? json : CorrectEscapes(json.ToArray());
    }

    private static byte[] CorrectEscapes(byte[] json)
    {
        for (var i = 0; i + 1 < json.Length; i++)
        {
            if (json[i] != '\\') continue;
            if (GetEscape(json, i) is not { } unit)
            {
                // The second character of another escape may be a backslash.
                i++;
                continue;
            }

            if (char.IsHighSurrogate(unit) && GetEscape(json, i + 6) is { } next && char.IsLowSurrogate(next)) i += 11;
            else if (char.IsSurrogate(unit)) "fffd"u8.CopyTo(json.AsSpan(i + 2));
        }

        return json;
    }

    private static char? GetEscape(ReadOnlySpan<byte> json, int index) =>
        index + 6 <= json.Length && json[index] == '\\' && json[index + 1] == 'u'
        && ushort.TryParse(json.Slice(index + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit)
            ? (char)unit
            : null;
}
