namespace ContainerKit.Files;

/// <summary>
/// The layout of a tar archive: blocks of 512 bytes, a header block before each content, two empty blocks at the end. See
/// https://pubs.opengroup.org/onlinepubs/9699919799/utilities/pax.html and
/// https://www.gnu.org/software/tar/manual/html_node/Standard.html.
/// </summary>
internal static class TarFormat
{
    /// <summary>The size of a block in bytes.</summary>
    public const int BlockSize = 512;

    /// <summary>The prefix of the keywords of extended attributes.</summary>
    public const string AttributePrefix = "SCHILY.xattr.";

    /// <summary>The permissions and the setuid, setgid and sticky bits.</summary>
    public const int ModeMask = 0xFFF;

    /// <summary>The position of the name.</summary>
    public static readonly Range Name = ..100;

    /// <summary>The position of the mode.</summary>
    public static readonly Range Mode = 100..108;

    /// <summary>The position of the user id.</summary>
    public static readonly Range UserId = 108..116;

    /// <summary>The position of the group id.</summary>
    public static readonly Range GroupId = 116..124;

    /// <summary>The position of the length of the content.</summary>
    public static readonly Range Size = 124..136;

    /// <summary>The position of the time of the last change.</summary>
    public static readonly Range ModifiedAt = 136..148;

    /// <summary>The position of the sum of all bytes of the header.</summary>
    public static readonly Range Checksum = 148..156;

    /// <summary>The index of the type flag.</summary>
    public const int TypeFlag = 156;

    /// <summary>The position of the target of a link.</summary>
    public static readonly Range LinkName = 157..257;

    /// <summary>The position of the format and its version.</summary>
    public static readonly Range Magic = 257..265;

    /// <summary>The position of the major number of a device.</summary>
    public static readonly Range DeviceMajor = 329..337;

    /// <summary>The position of the minor number of a device.</summary>
    public static readonly Range DeviceMinor = 337..345;

    /// <summary>The position of the folder of the name, in the ustar format.</summary>
    public static readonly Range Prefix = 345..500;

    /// <summary>Returns the number of bytes from the end of a content to the next block.</summary>
    public static int GetPadding(long length) => (int)(-length & (BlockSize - 1));

    /// <summary>Returns the sum of all bytes of a header, with blanks in place of the sum itself.</summary>
    /// <param name="block">The header.</param>
    /// <param name="isSigned">Indicates whether the bytes are added as signed numbers, as some old programs do.</param>
    public static long GetChecksum(ReadOnlySpan<byte> block, bool isSigned)
    {
        const int Blanks = 8 * ' ';
        long sum = Blanks;
        for (var i = 0; i < BlockSize; i++)
        {
            if (i is >= 148 and < 156) continue;
            sum += isSigned ? (sbyte)block[i] : block[i];
        }

        return sum;
    }
}
