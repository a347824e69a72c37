namespace ContainerKit.Http;

/// <summary>
/// Decodes the Huffman code of HPACK (RFC 7541, appendix B). The code is canonical: codes of the same length are consecutive
/// numbers in the order of their symbols, so the lengths determine all codes.
/// </summary>
internal static class HpackHuffman
{
    private const int MaximumLength = 30;
    private const int EndOfString = 256;

    private static readonly int[] _counts = new int[MaximumLength + 1];
    private static readonly int[] _symbols = CreateSymbols();

    // The lengths of the codes of the bytes 0 to 255 and of the end of the string.
    private static ReadOnlySpan<byte> Lengths =>
    [
        13, 23, 28, 28, 28, 28, 28, 28, 28, 24, 30, 28, 28, 30, 28, 28, 28, 28, 28, 28, 28, 28, 30, 28, 28, 28, 28, 28, 28, 28, 28, 28,
        6, 10, 10, 12, 13, 6, 8, 11, 10, 10, 8, 11, 8, 6, 6, 6, 5, 5, 5, 6, 6, 6, 6, 6, 6, 6, 7, 8, 15, 6, 12, 10,
        13, 6, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 8, 7, 8, 13, 19, 13, 14, 6,
        15, 5, 6, 5, 6, 5, 6, 6, 6, 5, 7, 7, 6, 6, 6, 5, 6, 7, 6, 5, 5, 6, 7, 7, 7, 7, 7, 15, 11, 14, 13, 28,
        20, 22, 20, 20, 22, 22, 22, 23, 22, 23, 23, 23, 23, 23, 24, 23, 24, 24, 22, 23, 24, 23, 23, 23, 23, 21, 22, 23, 22, 23, 23, 24,
        22, 21, 20, 22, 22, 23, 23, 21, 23, 22, 22, 24, 21, 22, 23, 23, 21, 21, 22, 21, 23, 22, 23, 23, 20, 22, 22, 22, 23, 22, 22, 23,
        26, 26, 20, 19, 22, 23, 22, 25, 26, 26, 26, 27, 27, 26, 24, 25, 19, 21, 26, 27, 27, 26, 27, 24, 21, 21, 26, 26, 28, 27, 27, 27,
        20, 24, 20, 21, 22, 21, 21, 23, 22, 22, 25, 25, 24, 24, 26, 23, 26, 27, 26, 26, 27, 27, 27, 27, 27, 28, 27, 27, 27, 27, 27, 26,
        30,
    ];

    /// <summary>Decodes a string.</summary>
    /// <exception cref="Http2Exception">The code or its padding is invalid.</exception>
    public static byte[] Decode(ReadOnlySpan<byte> encoded)
    {
        // The shortest code has five bits.
        var decoded = new byte[encoded.Length * 8 / 5];
        var (count, code, length, first, index) = (0, 0, 0, 0, 0);
        foreach (var part in encoded)
        {
            for (var bit = 7; bit >= 0; bit--)
            {
                code = (code << 1) | ((part >> bit) & 1);
                first <<= 1;
                length++;
                var codes = _counts[length];
                if (code - first < codes)
                {
                    var symbol = _symbols[index + code - first];
                    if (symbol == EndOfString) throw Invalid();
                    decoded[count++] = (byte)symbol;
                    (code, length, first, index) = (0, 0, 0, 0);
                }
                else
                {
                    (first, index) = (first + codes, index + codes);
                }
            }
        }

        // The padding is the start of the end of the string, which has only ones, and is shorter than a byte.
        return length < 8 && code == (1 << length) - 1 ? decoded[..count] : throw Invalid();
    }

    private static int[] CreateSymbols()
    {
        foreach (var length in Lengths) _counts[length]++;
        var lengths = Lengths.ToArray();
        return [.. Enumerable.Range(0, lengths.Length).OrderBy(symbol => lengths[symbol])];
    }

    private static Http2Exception Invalid() => new(Http2ErrorCode.Compression, "a header has an invalid Huffman code");
}
