using System.Runtime.InteropServices;

namespace ContainerKit.Files;

/// <summary>
/// What .NET does not tell of a file on the host: whether it is a pipe, which one must not open, and which other names it has. Known on
/// Linux, whose layout of the answer is the same on every machine; elsewhere all files are plain ones with one name.
/// </summary>
internal static partial class HostFile
{
    /// <param name="IsPlain">False for pipes, sockets and devices.</param>
    /// <param name="HardLinkId">What all hard links to the same file have in common; null where it has one name only.</param>
    public readonly record struct FileMetadata(bool IsPlain, (ulong Device, ulong Inode)? HardLinkId);

    private static readonly FileMetadata _unknown = new(IsPlain: true, HardLinkId: null);
    private static bool _isMissing = !OperatingSystem.IsLinux();

    public static FileMetadata GetMetadata(string path)
    {
        const int Here = -100, NoFollow = 0x100, Size = 256;
        const uint BasicStats = 0x7FF;
        if (_isMissing) return _unknown;
        Span<byte> answer = stackalloc byte[Size];
        try
        {
            if (StatX(Here, path, NoFollow, BasicStats, answer) != 0) return _unknown;
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            _isMissing = true;
            return _unknown;
        }

        const int FormatMask = 0xF000, Regular = 0x8000;
        var links = MemoryMarshal.Read<uint>(answer[16..]);
        var mode = MemoryMarshal.Read<ushort>(answer[28..]);
        var inode = MemoryMarshal.Read<ulong>(answer[32..]);
        var device = MemoryMarshal.Read<ulong>(answer[136..]);
        return new FileMetadata((mode & FormatMask) == Regular, links > 1 ? (device, inode) : null);
    }

    /// <summary>Gives a file one more name; where that cannot be, a copy has the name.</summary>
    public static void CreateHardLinkOrCopy(string existing, string name)
    {
        try
        {
            if (OperatingSystem.IsWindows() ? CreateHardLink(name, existing, 0) : UnixLink(existing, name) == 0) return;
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            // Then it is a copy.
        }

        File.Copy(existing, name);
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int StatX(int folder, string path, int flags, uint mask, Span<byte> answer);

    [LibraryImport("libc", EntryPoint = "link", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int UnixLink(string existing, string name);

    [LibraryImport("kernel32", EntryPoint = "CreateHardLinkW", StringMarshalling = StringMarshalling.Utf16)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool CreateHardLink(string name, string existing, nint security);
}
