using System.Text;

namespace ContainerKit.Http;

/// <summary>
/// Decompresses the headers of HTTP/2 (HPACK, RFC 7541). Its dynamic table belongs to one connection, so each header block of the
/// connection must be decoded, in order. Bytes of headers become characters of the same value.
/// </summary>
/// <param name="maximumListSize">The largest sum of the sizes of the headers in a block.</param>
internal sealed class HpackDecoder(int maximumListSize)
{
    // Both are defined by the RFC: the size of a new table, and the size of an entry in addition to its texts.
    private const int MaximumTableSize = 4096;
    private const int EntryOverhead = 32;

    private readonly List<(string Name, string Value)> _table = [];
    private int _tableSize;
    private int _tableLimit = MaximumTableSize;

    /// <summary>Decodes a header block.</summary>
    /// <exception cref="Http2Exception">The block is invalid, or the headers are too long.</exception>
    public IReadOnlyList<(string Name, string Value)> Decode(ReadOnlySpan<byte> block)
    {
        var headers = new List<(string Name, string Value)>();
        var size = 0;
        while (!block.IsEmpty)
        {
            var kind = block[0];
            if ((kind & 0xE0) == 0x20)
            {
                ChangeTableLimit(ReadInteger(ref block, 5));
                continue;
            }

            var header = (kind & 0x80) != 0 ? GetEntry(ReadInteger(ref block, 7)) : ReadLiteral(ref block, kind);
            size += GetSize(header);
            if (size > maximumListSize)
                throw new Http2Exception(Http2ErrorCode.EnhanceYourCalm, $"the headers are longer than {maximumListSize} bytes");
            headers.Add(header);
        }

        return headers;
    }

    private static int GetSize((string Name, string Value) header) => header.Name.Length + header.Value.Length + EntryOverhead;

    private (string Name, string Value) ReadLiteral(ref ReadOnlySpan<byte> block, byte kind)
    {
        var isIndexed = (kind & 0x40) != 0;
        var index = ReadInteger(ref block, isIndexed ? 6 : 4);
        var name = index == 0 ? ReadText(ref block) : GetEntry(index).Name;
        var header = (name, ReadText(ref block));
        if (isIndexed) AddEntry(header);
        return header;
    }

    private (string Name, string Value) GetEntry(int index)
    {
        var statics = HpackStaticTable.Entries;
        if (index == 0 || index > statics.Count + _table.Count) throw Invalid("a header has an unknown index");
        return index <= statics.Count ? statics[index - 1] : _table[index - statics.Count - 1];
    }

    // The newest entry is the first one. An entry that is larger than the table empties it.
    private void AddEntry((string Name, string Value) header)
    {
        var size = GetSize(header);
        Evict(_tableLimit - size);
        if (size > _tableLimit) return;
        _table.Insert(0, header);
        _tableSize += size;
    }

    private void ChangeTableLimit(int limit)
    {
        if (limit > MaximumTableSize) throw Invalid("the header table is larger than allowed");
        _tableLimit = limit;
        Evict(limit);
    }

    private void Evict(int limit)
    {
        while (_tableSize > limit && _table.Count > 0)
        {
            _tableSize -= GetSize(_table[^1]);
            _table.RemoveAt(_table.Count - 1);
        }
    }

    private static string ReadText(ref ReadOnlySpan<byte> block)
    {
        var isHuffman = !block.IsEmpty && (block[0] & 0x80) != 0;
        var length = ReadInteger(ref block, 7);
        if (length > block.Length) throw Invalid("a header is cut off");
        var bytes = block[..length];
        block = block[length..];
        return Encoding.Latin1.GetString(isHuffman ? HpackHuffman.Decode(bytes) : bytes);
    }

    // An integer fills the low bits of its first byte. If they are all ones, groups of seven bits follow, the lowest first.
    private static int ReadInteger(ref ReadOnlySpan<byte> block, int prefix)
    {
        const int MaximumShift = 21;
        if (block.IsEmpty) throw Invalid("a header is cut off");
        var mask = (1 << prefix) - 1;
        var value = block[0] & mask;
        block = block[1..];
        if (value < mask) return value;
        for (var shift = 0; shift <= MaximumShift; shift += 7)
        {
            if (block.IsEmpty) throw Invalid("a header is cut off");
            var part = block[0];
            block = block[1..];
            value += (part & 0x7F) << shift;
            if (part < 0x80) return value;
        }

        throw Invalid("a header has a number that is too large");
    }

    private static Http2Exception Invalid(string reason) => new(Http2ErrorCode.Compression, reason);
}
