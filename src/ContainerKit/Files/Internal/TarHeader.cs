namespace ContainerKit.Files;

/// <summary>A header block of a tar archive that was read. Its checksum has been verified.</summary>
internal readonly ref struct TarHeader
{
    private readonly ReadOnlySpan<byte> _block;

    /// <summary>Verifies a header.</summary>
    /// <exception cref="InvalidDataException">The checksum is wrong.</exception>
    public TarHeader(ReadOnlySpan<byte> block)
    {
        _block = block;
        var checksum = ParseNumber(block[TarFormat.Checksum]);
        if (checksum != TarFormat.GetChecksum(block, isSigned: false) && checksum != TarFormat.GetChecksum(block, isSigned: true))
            throw new InvalidDataException("the checksum of a header in the archive is wrong");
    }

    /// <summary>The type flag.</summary>
    public char TypeFlag => (char)_block[TarFormat.TypeFlag];

    /// <summary>The length of the content of the entry.</summary>
    /// <exception cref="InvalidDataException">The length is malformed or negative.</exception>
    public long Size => CheckSize(ParseNumber(_block[TarFormat.Size]));

    /// <summary>Returns the entry that the header describes without its extended headers.</summary>
    /// <exception cref="InvalidDataException">A number is malformed.</exception>
    public ArchiveEntry ToEntry(ArchiveEntryKind kind)
    {
        var hasDevice = kind is ArchiveEntryKind.CharacterDevice or ArchiveEntryKind.BlockDevice;
        return new ArchiveEntry(kind, GetName())
        {
            LinkName = PathText.Decode(GetText(TarFormat.LinkName)),
            Mode = (UnixFileMode)(ParseNumber(_block[TarFormat.Mode]) & TarFormat.ModeMask),
            UserId = ParseNumber(_block[TarFormat.UserId]),
            GroupId = ParseNumber(_block[TarFormat.GroupId]),
            ModifiedAt = new UnixTime(ParseNumber(_block[TarFormat.ModifiedAt]), 0),
            DeviceMajor = hasDevice ? ParseNumber(_block[TarFormat.DeviceMajor]) : 0,
            DeviceMinor = hasDevice ? ParseNumber(_block[TarFormat.DeviceMinor]) : 0,
        };
    }

    /// <summary>Returns the length of a content if it is valid.</summary>
    /// <exception cref="InvalidDataException">The length is negative or too large.</exception>
    public static long CheckSize(long size) => size is >= 0 and <= long.MaxValue - TarFormat.BlockSize
        ? size
        : throw new InvalidDataException("a header in the archive has an invalid length");

    // Octal digits, or, with the first bit set, a binary number in two's complement (a GNU extension).
    private static long ParseNumber(ReadOnlySpan<byte> field)
    {
        if ((field[0] & 0x80) != 0) return ParseBinary(field);
        field = field.Trim(" \0"u8);
        long value = 0;
        foreach (var digit in field)
        {
            if (digit is < (byte)'0' or > (byte)'7') throw new InvalidDataException("a header in the archive has an invalid number");
            value = (value << 3) | (long)(digit - '0');
        }

        return value;
    }

    private static long ParseBinary(ReadOnlySpan<byte> field)
    {
        var isNegative = (field[0] & 0x40) != 0;
        var value = isNegative ? -1L : 0;
        for (var i = 0; i < field.Length; i++)
        {
            // The first bit only marks the format.
            var part = i == 0 ? (byte)(isNegative ? field[0] | 0x80 : field[0] & 0x7F) : field[i];
            var isTooLarge = value >> 55 != (isNegative ? -1 : 0);
            if (isTooLarge) throw new InvalidDataException("a header in the archive has a number of more than 64 bits");
            value = (value << 8) | part;
        }

        return value;
    }

    private string GetName()
    {
        var name = GetText(TarFormat.Name);
        // Only the POSIX format has a prefix. GNU headers have other fields there.
        if (!_block[TarFormat.Magic].StartsWith("ustar\0"u8) || _block[TarFormat.Prefix][0] == 0) return PathText.Decode(name);
        return PathText.Decode([.. GetText(TarFormat.Prefix), (byte)'/', .. name]);
    }

    private ReadOnlySpan<byte> GetText(Range range)
    {
        var text = _block[range];
        var end = text.IndexOf((byte)0);
        return end < 0 ? text : text[..end];
    }
}
