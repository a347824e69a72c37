using System.Runtime.InteropServices;

namespace ContainerKit.Files;

/// <summary>
/// Reads file metadata of the host that .NET does not provide: the file type, because a pipe must not be opened, and hard
/// links. It is available on Linux, where statx has the same layout on every architecture. Elsewhere every file counts as a
/// regular file with one name.
/// </summary>
internal static partial class HostFile
{
    /// <param name="IsPlain">False for pipes, sockets and devices.</param>
    /// <param name="HardLinkId">The device and inode that all hard links to the file share; null if the file has one name only.</param>
    public readonly record struct FileMetadata(bool IsPlain, (ulong Device, ulong Inode)? HardLinkId);

    private static readonly FileMetadata _unknown = new(IsPlain: true, HardLinkId: null);
    private static bool _isUnsupported = !OperatingSystem.IsLinux();

    /// <summary>Returns the metadata of a file, without following a link.</summary>
    public static FileMetadata GetMetadata(string path)
    {
        const int CurrentFolder = -100, NoFollow = 0x100, Size = 256;
        const uint BasicStats = 0x7FF;
        if (_isUnsupported) return _unknown;
        Span<byte> buffer = stackalloc byte[Size];
        try
        {
            if (StatX(CurrentFolder, path, NoFollow, BasicStats, buffer) != 0) return _unknown;
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            _isUnsupported = true;
            return _unknown;
        }

        const int FormatMask = 0xF000, Regular = 0x8000;
        // Offsets of stx_nlink, stx_mode, stx_ino, and stx_dev_major with stx_dev_minor in struct statx.
        var links = MemoryMarshal.Read<uint>(buffer[16..]);
        var mode = MemoryMarshal.Read<ushort>(buffer[28..]);
        var inode = MemoryMarshal.Read<ulong>(buffer[32..]);
        var device = MemoryMarshal.Read<ulong>(buffer[136..]);
        return new FileMetadata((mode & FormatMask) == Regular, links > 1 ? (device, inode) : null);
    }

    /// <summary>Creates a hard link to a file, or a copy if the file system does not support hard links.</summary>
    public static void CreateHardLinkOrCopy(string existing, string name)
    {
        try
        {
            if (OperatingSystem.IsWindows() ? CreateHardLink(name, existing, 0) : UnixLink(existing, name) == 0) return;
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            // The file is copied.
        }

        File.Copy(existing, name);
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int StatX(int folder, string path, int flags, uint mask, Span<byte> buffer);

    [LibraryImport("libc", EntryPoint = "link", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int UnixLink(string existing, string name);

    [LibraryImport("kernel32", EntryPoint = "CreateHardLinkW", StringMarshalling = StringMarshalling.Utf16)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool CreateHardLink(string name, string existing, nint security);
}
