using System.Buffers;

namespace ContainerKit.Files;

/// <summary>
/// Reads a tar archive from a stream, entry by entry, with bounded memory. It knows the ustar and pax formats and the GNU
/// extensions for long names and large numbers. System.Formats.Tar does not suffice: in .NET 10 it rejects owners of more
/// than 31 bits and names with line breaks, does not verify checksums, and takes the end of the stream for the end of the
/// archive (https://github.com/dotnet/runtime/tree/v10.0.0/src/libraries/System.Formats.Tar/src).
/// </summary>
/// <param name="stream">The archive. It is not disposed.</param>
internal sealed class TarParser(Stream stream)
{
    // The limit of Go's archive/tar, which all engines use: https://github.com/golang/go/blob/go1.21.0/src/archive/tar/reader.go.
    private const int MaximumExtensionSize = 1024 * 1024;
    private const int MaximumExtensions = 16;

    private readonly byte[] _block = new byte[TarFormat.BlockSize];
    private long _length;
    private long _position;
    private bool _isAtEnd;

    /// <summary>Returns the next entry, or null at the end of the archive. Unread content of the previous entry is skipped.</summary>
    /// <exception cref="InvalidDataException">The archive is malformed.</exception>
    /// <exception cref="EndOfStreamException">The stream ended before the end of the archive.</exception>
    public async ValueTask<ArchiveEntry?> NextAsync(CancellationToken cancellationToken)
    {
        if (_isAtEnd) return null;
        await SkipAsync(_length - _position + TarFormat.GetPadding(_length), cancellationToken).ConfigureAwait(false);
        (_length, _position) = (0, 0);
        var extensions = new Extensions();
        for (var count = 0; count <= MaximumExtensions; count++)
        {
            await ReadExactlyAsync(_block, cancellationToken).ConfigureAwait(false);
            if (!_block.AsSpan().ContainsAnyExcept((byte)0))
            {
                if (count > 0) throw new InvalidDataException("the archive ends after an extended header");
                _isAtEnd = true;
                return null;
            }

            var (flag, size) = ReadHeader();
            if (!IsExtension(flag)) return CreateEntry(flag, size, extensions);
            if (size > MaximumExtensionSize) throw new InvalidDataException("an extended header in the archive is larger than 1 MiB");
            var content = new byte[(int)size + TarFormat.GetPadding(size)];
            await ReadExactlyAsync(content, cancellationToken).ConfigureAwait(false);
            extensions.Add(flag, content.AsSpan(0, (int)size));
        }

        throw new InvalidDataException("the archive has too many extended headers for one entry");
    }

    /// <summary>Reads content of the last entry. Returns the number of bytes; 0 at the end of the content.</summary>
    /// <exception cref="EndOfStreamException">The stream ended before the end of the content.</exception>
    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        var count = (int)Math.Min(buffer.Length, _length - _position);
        if (count == 0) return 0;
        var read = await stream.ReadAsync(buffer[..count], cancellationToken).ConfigureAwait(false);
        if (read == 0) throw new EndOfStreamException($"the content of a file ended after {_position} of {_length} bytes");
        _position += read;
        return read;
    }

    private static bool IsExtension(char flag) => flag is 'x' or 'g' or 'L' or 'K' or 'X';

    private (char Flag, long Size) ReadHeader()
    {
        var header = new TarHeader(_block);
        return (header.TypeFlag, header.Size);
    }

    private ArchiveEntry CreateEntry(char flag, long size, Extensions extensions)
    {
        var entry = extensions.Apply(new TarHeader(_block).ToEntry(GetKind(flag)));
        // Before the POSIX format, a slash at the end of the name marked a folder.
        if (flag == '\0' && entry.Name.EndsWith('/')) entry = entry with { Kind = ArchiveEntryKind.Folder };
        // As in Go, entries of other kinds have no content, whatever their size.
        if (entry.Kind != ArchiveEntryKind.File) return entry;
        _length = extensions.Size ?? size;
        return entry with { Length = _length };
    }

    private static ArchiveEntryKind GetKind(char flag) => flag switch
    {
        // The old flag of a file, and contiguous files.
        '\0' or '7' => ArchiveEntryKind.File,
        >= '0' and <= '6' => (ArchiveEntryKind)flag,
        _ => throw new InvalidDataException($"the archive has an entry of the unknown type {(int)flag:x2} (hexadecimal)"),
    };

    private async ValueTask SkipAsync(long count, CancellationToken cancellationToken)
    {
        const int BufferSize = 64 * 1024;
        if (count == 0) return;
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            while (count > 0)
            {
                var part = buffer.AsMemory(0, (int)Math.Min(buffer.Length, count));
                await ReadExactlyAsync(part, cancellationToken).ConfigureAwait(false);
                count -= part.Length;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private async ValueTask ReadExactlyAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        while (!buffer.IsEmpty)
        {
            var read = await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
            if (read == 0) throw new EndOfStreamException("the archive ended early");
            buffer = buffer[read..];
        }
    }

    /// <summary>The extended headers before an entry.</summary>
    private sealed class Extensions
    {
        private PaxRecords? _records;
        private string? _name;
        private string? _linkName;

        /// <summary>The length of the content, if an extended header has it.</summary>
        public long? Size => _records?.FindSize();

        /// <summary>Adds an extended header. Global headers do not apply to entries here: no engine sends one.</summary>
        public void Add(char flag, ReadOnlySpan<byte> content)
        {
            if (flag is 'x' or 'X') _records = PaxRecords.Parse(content);
            else if (flag == 'L') _name = DecodeName(content);
            else if (flag == 'K') _linkName = DecodeName(content);
        }

        /// <summary>Returns an entry with the values of the extended headers.</summary>
        public ArchiveEntry Apply(ArchiveEntry entry)
        {
            entry = entry with { Name = _name ?? entry.Name, LinkName = _linkName ?? entry.LinkName };
            return _records?.Apply(entry) ?? entry;
        }

        private static string DecodeName(ReadOnlySpan<byte> content)
        {
            var end = content.IndexOf((byte)0);
            return PathText.Decode(end < 0 ? content : content[..end]);
        }
    }
}
