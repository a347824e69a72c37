using System.Buffers;
using System.Globalization;
using System.Text;

namespace ContainerKit.Files;

/// <summary>
/// The records of an extended (pax) header: <c>length keyword=value\n</c>. The length delimits a record, so a value may
/// contain line breaks and any other bytes.
/// </summary>
internal sealed class PaxRecords
{
    private const int MaximumDigits = 10;
    private readonly Dictionary<string, byte[]> _values = new(StringComparer.Ordinal);

    /// <summary>The number of records.</summary>
    public int Count => _values.Count;

    /// <summary>Parses the content of an extended header.</summary>
    /// <exception cref="InvalidDataException">A record is malformed.</exception>
    public static PaxRecords Parse(ReadOnlySpan<byte> content)
    {
        var records = new PaxRecords();
        while (!content.IsEmpty)
        {
            var space = content.IndexOf((byte)' ');
            if (space is < 1 or > MaximumDigits
                || !int.TryParse(content[..space], NumberStyles.None, CultureInfo.InvariantCulture, out var length)
                || length <= space + 1 || length > content.Length || content[length - 1] != '\n')
                throw new InvalidDataException("an extended header has a record with an invalid length");
            var record = content[(space + 1)..(length - 1)];
            var separator = record.IndexOf((byte)'=');
            if (separator < 1) throw new InvalidDataException("an extended header has a record without a keyword");
            records._values[Encoding.UTF8.GetString(record[..separator])] = record[(separator + 1)..].ToArray();
            content = content[length..];
        }

        return records;
    }

    /// <summary>Adds a record.</summary>
    public void Add(string keyword, ReadOnlySpan<byte> value) => _values[keyword] = value.ToArray();

    /// <summary>Adds a record with a text.</summary>
    public void Add(string keyword, string value) => Add(keyword, Encoding.UTF8.GetBytes(value));

    /// <summary>Returns the content of an extended header.</summary>
    public byte[] ToBytes()
    {
        var bytes = new ArrayBufferWriter<byte>();
        foreach (var (keyword, value) in _values)
        {
            var key = Encoding.UTF8.GetBytes(keyword);
            var length = GetLength(key.Length + value.Length + 3);
            bytes.Write([.. Encoding.ASCII.GetBytes(length.ToString(CultureInfo.InvariantCulture)), (byte)' ', .. key, (byte)'=', .. value,
                (byte)'\n']);
        }

        return bytes.WrittenSpan.ToArray();
    }

    /// <summary>Returns an entry with the values of these records.</summary>
    /// <exception cref="InvalidDataException">A value is malformed, or the content of the file is sparse.</exception>
    public ArchiveEntry Apply(ArchiveEntry entry)
    {
        // Engines never send sparse files (https://pkg.go.dev/archive/tar: "support for writing is currently unavailable").
        if (_values.Keys.Any(keyword => keyword.StartsWith("GNU.sparse.", StringComparison.Ordinal)))
            throw new InvalidDataException($"the file '{PathText.Display(entry.Name)}' in the archive is sparse, which is not supported");
        var attributes = _values
            .Where(record => record.Key.StartsWith(TarFormat.AttributePrefix, StringComparison.Ordinal))
            .ToDictionary(record => record.Key[TarFormat.AttributePrefix.Length..], record => record.Value);
        return entry with
        {
            Name = Find("path") is { } path ? PathText.Decode(path) : entry.Name,
            LinkName = Find("linkpath") is { } link ? PathText.Decode(link) : entry.LinkName,
            UserId = FindNumber("uid") ?? entry.UserId,
            GroupId = FindNumber("gid") ?? entry.GroupId,
            ModifiedAt = Find("mtime") is { } time ? UnixTime.Parse(Encoding.UTF8.GetString(time)) : entry.ModifiedAt,
            Attributes = attributes.Count > 0 ? attributes : entry.Attributes,
        };
    }

    /// <summary>Returns the length of the content, if there is a record for it.</summary>
    /// <exception cref="InvalidDataException">The value is malformed.</exception>
    public long? FindSize() => FindNumber("size") is { } size ? TarHeader.CheckSize(size) : null;

    // The length of a record includes the digits of the length.
    private static int GetLength(int lengthWithoutDigits)
    {
        var length = lengthWithoutDigits;
        while (length != lengthWithoutDigits + CountDigits(length)) length = lengthWithoutDigits + CountDigits(length);
        return length;
    }

    private static int CountDigits(int number) => number.ToString(CultureInfo.InvariantCulture).Length;

    // An empty value means that the record does not apply.
    private byte[]? Find(string keyword) => _values.GetValueOrDefault(keyword) is { Length: > 0 } value ? value : null;

    private long? FindNumber(string keyword)
    {
        if (Find(keyword) is not { } value) return null;
        return long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new InvalidDataException($"an extended header has an invalid {keyword}");
    }
}
