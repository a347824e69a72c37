using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ContainerKit.Registries;

/// <summary>
/// Copies the user and the group that own a file, which .NET does not do. It is available on Linux, where statx has the
/// same layout on every architecture.
/// </summary>
internal static partial class FileOwner
{
    private const int CurrentFolder = -100;
    private const uint UserAndGroup = 0x18;
    private const int StatXSize = 256;

    /// <summary>Gives a file the owner of another one.</summary>
    /// <returns>False if the owners may differ, because this user or the platform does not allow the change.</returns>
    public static bool TryCopy(string source, SafeFileHandle target)
    {
        if (!OperatingSystem.IsLinux()) return false;
        Span<byte> stat = stackalloc byte[StatXSize];
        if (StatX(CurrentFolder, source, 0, UserAndGroup, stat) != 0) return false;
        // Offsets of stx_uid and stx_gid in struct statx.
        return ChangeOwner(target, MemoryMarshal.Read<uint>(stat[20..]), MemoryMarshal.Read<uint>(stat[24..])) == 0;
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int StatX(int folder, string path, int flags, uint mask, Span<byte> buffer);

    [LibraryImport("libc", EntryPoint = "fchown")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int ChangeOwner(SafeFileHandle file, uint user, uint group);
}
