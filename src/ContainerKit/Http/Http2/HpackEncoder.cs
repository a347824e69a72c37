using System.Buffers;
using System.Text;

namespace ContainerKit.Http;

/// <summary>
/// Encodes headers for HTTP/2 as literals that enter no table (RFC 7541, section 6.2.2). This is the simplest form that every
/// peer must accept.
/// </summary>
internal static class HpackEncoder
{
    /// <summary>Encodes a header block. The texts must be ASCII, and the names lower case.</summary>
    public static byte[] Encode(IEnumerable<(string Name, string Value)> headers)
    {
        var block = new ArrayBufferWriter<byte>();
        foreach (var (name, value) in headers)
        {
            block.Write<byte>([0]);
            WriteText(block, name);
            WriteText(block, value);
        }

        return block.WrittenSpan.ToArray();
    }

    private static void WriteText(ArrayBufferWriter<byte> block, string text)
    {
        const int Mask = 0x7F;
        var rest = text.Length - Mask;
        block.Write<byte>([(byte)Math.Min(text.Length, Mask)]);
        if (rest >= 0)
        {
            for (; rest > Mask; rest >>= 7) block.Write<byte>([(byte)((rest & Mask) | 0x80)]);
            block.Write<byte>([(byte)rest]);
        }

        block.Write(Encoding.ASCII.GetBytes(text));
    }
}
