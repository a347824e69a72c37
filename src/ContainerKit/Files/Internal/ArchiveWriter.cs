using System.Buffers;
using System.Globalization;
using System.Text;

namespace ContainerKit.Files;

/// <summary>
/// Writes a tar archive to a stream. Entries have plain ustar headers; an extended (pax) header precedes those whose values
/// do not fit. Names are written as their bytes, which need not be UTF-8, like Docker does.
/// </summary>
/// <param name="stream">The stream. It is not disposed.</param>
internal sealed class ArchiveWriter(Stream stream)
{
    private const int BufferSize = 128 * 1024;
    private const long LargestId = 0x1FFFFF;
    private const long LargestNumber = (8L << 30) - 1;

    /// <summary>Indicates whether an entry needs an extended header.</summary>
    public static bool IsExtended(ArchiveEntry entry) =>
        GetRecords(entry, PathText.Encode(entry.Name), PathText.Encode(entry.LinkName)).Count > 0;

    /// <summary>Writes an entry and its content.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="content">The content, of exactly the length of the entry; null if it has none.</param>
    /// <param name="cancellationToken">Cancels writing.</param>
    /// <exception cref="EndOfStreamException">The content is shorter than the length of the entry.</exception>
    public async Task WriteAsync(ArchiveEntry entry, Stream? content, CancellationToken cancellationToken)
    {
        await stream.WriteAsync(GetHeaders(entry), cancellationToken).ConfigureAwait(false);
        if (content is null || entry.Length == 0) return;
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            for (var left = entry.Length; left > 0;)
            {
                var part = buffer.AsMemory(0, (int)Math.Min(buffer.Length - TarFormat.BlockSize, left));
                var read = await content.ReadAsync(part, cancellationToken).ConfigureAwait(false);
                if (read == 0) throw new EndOfStreamException($"The content ended {left} bytes before its length.");
                left -= read;
                var padding = left == 0 ? TarFormat.GetPadding(entry.Length) : 0;
                buffer.AsSpan(read, padding).Clear();
                await stream.WriteAsync(buffer.AsMemory(0, read + padding), cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>
    /// Writes the end of the archive. It must not be written after a failure, because the archive would then look complete.
    /// </summary>
    public ValueTask FinishAsync(CancellationToken cancellationToken) =>
        stream.WriteAsync(new byte[2 * TarFormat.BlockSize], cancellationToken);

    private static byte[] GetHeaders(ArchiveEntry entry)
    {
        var (name, link) = (PathText.Encode(entry.Name), PathText.Encode(entry.LinkName));
        var records = GetRecords(entry, name, link);
        if (records.Count == 0)
        {
            var header = new byte[TarFormat.BlockSize];
            WriteHeader(header, entry, (byte)entry.Kind, name, link);
            return header;
        }

        var content = records.ToBytes();
        var end = TarFormat.BlockSize + content.Length + TarFormat.GetPadding(content.Length);
        var headers = new byte[end + TarFormat.BlockSize];
        var extension = new ArchiveEntry(ArchiveEntryKind.File, "") { Length = content.Length, Mode = UnixFileMode.UserRead };
        WriteHeader(headers.AsSpan(0, TarFormat.BlockSize), extension, (byte)'x', "PaxHeaders/entry"u8, []);
        content.CopyTo(headers.AsSpan(TarFormat.BlockSize));
        WriteHeader(headers.AsSpan(end), entry, (byte)entry.Kind, name, link);
        return headers;
    }

    private static PaxRecords GetRecords(ArchiveEntry entry, byte[] name, byte[] link)
    {
        var records = new PaxRecords();
        if (name.Length > 100) records.Add("path", name);
        if (link.Length > 100) records.Add("linkpath", link);
        if (entry.Length > LargestNumber) AddNumber("size", entry.Length);
        if (entry.UserId is < 0 or > LargestId) AddNumber("uid", entry.UserId);
        if (entry.GroupId is < 0 or > LargestId) AddNumber("gid", entry.GroupId);
        if (entry.ModifiedAt is { Nanoseconds: not 0 } or { Seconds: < 0 or > LargestNumber })
            records.Add("mtime", entry.ModifiedAt.ToString());
        foreach (var (attribute, value) in entry.Attributes) records.Add(TarFormat.AttributePrefix + attribute, value);
        return records;

        void AddNumber(string keyword, long value) => records.Add(keyword, value.ToString(CultureInfo.InvariantCulture));
    }

    private static void WriteHeader(Span<byte> block, ArchiveEntry entry, byte flag, ReadOnlySpan<byte> name, ReadOnlySpan<byte> link)
    {
        name[..Math.Min(name.Length, 100)].CopyTo(block);
        link[..Math.Min(link.Length, 100)].CopyTo(block[TarFormat.LinkName]);
        WriteNumber(block[TarFormat.Mode], (long)entry.Mode & TarFormat.ModeMask);
        WriteNumber(block[TarFormat.UserId], entry.UserId);
        WriteNumber(block[TarFormat.GroupId], entry.GroupId);
        WriteNumber(block[TarFormat.Size], entry.Length);
        WriteNumber(block[TarFormat.ModifiedAt], entry.ModifiedAt.Seconds);
        block[TarFormat.TypeFlag] = flag;
        "ustar\000"u8.CopyTo(block[TarFormat.Magic]);
        WriteNumber(block[TarFormat.DeviceMajor], entry.DeviceMajor);
        WriteNumber(block[TarFormat.DeviceMinor], entry.DeviceMinor);
        // Six digits, a null character and a blank, as all programs write it.
        WriteNumber(block[TarFormat.Checksum][..7], TarFormat.GetChecksum(block, isSigned: false));
        block[TarFormat.Checksum][7] = (byte)' ';
    }

    // A number that does not fit is 0 here; the extended header has it.
    private static void WriteNumber(Span<byte> field, long value)
    {
        var digits = field.Length - 1;
        if (value < 0 || (digits < 21 && value >> (3 * digits) != 0)) value = 0;
        Encoding.ASCII.GetBytes(Convert.ToString(value, 8).PadLeft(digits, '0'), field);
    }
}
