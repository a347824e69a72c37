using System.Runtime.InteropServices;

namespace ContainerKit.Sessions;

/// <summary>
/// The type, owner and permissions of a file, which .NET does not provide together. Available on Linux, where statx has
/// the same layout on every architecture, and on macOS.
/// </summary>
/// <param name="Owner">The id of the user who owns the file.</param>
/// <param name="Group">The id of the group of the file.</param>
/// <param name="Mode">The type and the permissions, as in <c>st_mode</c>.</param>
internal readonly partial record struct UnixFileStatus(uint Owner, uint Group, ushort Mode)
{
    private const int BufferSize = 256;
    private const int TypeMask = 0xF000;
    private const int DirectoryType = 0x4000;
    private const int RegularType = 0x8000;
    private const int LinkType = 0xA000;

    /// <summary>The id of the user whose permissions this process has.</summary>
    public static uint EffectiveUser => GetEffectiveUser();

    public bool IsDirectory => (Mode & TypeMask) == DirectoryType;

    public bool IsRegularFile => (Mode & TypeMask) == RegularType;

    public bool IsLink => (Mode & TypeMask) == LinkType;

    /// <summary>The permissions of the owner, the group and others, without the sticky bit and its neighbors.</summary>
    public UnixFileMode Permissions => (UnixFileMode)(Mode & 0x1FF);

    /// <summary>Indicates whether only the owner of an entry can rename or remove it, as in <c>/tmp</c>.</summary>
    public bool IsSticky => (Mode & (int)UnixFileMode.StickyBit) != 0;

    /// <summary>Reads the status without following a link; returns null if the file does not exist or cannot be read.</summary>
    public static UnixFileStatus? Read(string path)
    {
        Span<byte> buffer = stackalloc byte[BufferSize];
        buffer.Clear();
        if (OperatingSystem.IsLinux())
        {
            const int CurrentFolder = -100, NoFollow = 0x100;
            const uint BasicStats = 0x7FF;
            if (StatX(CurrentFolder, path, NoFollow, BasicStats, buffer) != 0) return null;
            // Offsets of stx_uid, stx_gid and stx_mode in struct statx.
            return new UnixFileStatus(
                MemoryMarshal.Read<uint>(buffer[20..]), MemoryMarshal.Read<uint>(buffer[24..]), MemoryMarshal.Read<ushort>(buffer[28..]));
        }

        if (!OperatingSystem.IsMacOS()) return null;
        var result = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? LStat(path, buffer) : LStatInode64(path, buffer);
        if (result != 0) return null;
        // Offsets of st_uid, st_gid and st_mode in struct stat with 64-bit inodes.
        return new UnixFileStatus(
            MemoryMarshal.Read<uint>(buffer[16..]), MemoryMarshal.Read<uint>(buffer[20..]), MemoryMarshal.Read<ushort>(buffer[4..]));
    }

    [LibraryImport("libc", EntryPoint = "geteuid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial uint GetEffectiveUser();

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int StatX(int folder, string path, int flags, uint mask, Span<byte> buffer);

    [LibraryImport("libc", EntryPoint = "lstat", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int LStat(string path, Span<byte> buffer);

    [LibraryImport("libc", EntryPoint = "lstat$INODE64", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int LStatInode64(string path, Span<byte> buffer);
}
