using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ContainerKit.Files;

/// <summary>
/// The system calls of 64-bit Linux for files relative to an opened folder. .NET has no such methods. Names are passed as
/// bytes, so any name works. Opening does not take the advisory lock of .NET (flock), so that a file that a .NET process
/// opened with <see cref="FileShare.None"/> can be read, as by every other program.
/// </summary>
internal static partial class UnixFiles
{
    private const int CurrentFolder = -100, NoFollow = 0x100, EmptyPath = 0x1000;
    private const int StatSize = 256;
    private const uint BasicStats = 0x7FF;

    private const int ReadOnly = 0, WriteOnly = 1, Create = 0x40, Exclusive = 0x80, NoTerminal = 0x100, NonBlocking = 0x800;
    private const int MaximumCapabilitiesSize = 64;
    private const int CloseOnExec = 0x80000, PathOnly = 0x200000;

    // These two flags have other values on ARM and POWER: see fcntl.h in https://github.com/torvalds/linux/tree/master/arch.
    private static readonly bool _hasOtherFlags =
        RuntimeInformation.ProcessArchitecture is Architecture.Arm64 or Architecture.Ppc64le;

    private static readonly int _folderOnly = _hasOtherFlags ? 0x4000 : 0x10000;
    private static readonly int _noFollowOnOpen = _hasOtherFlags ? 0x8000 : 0x20000;

    private static ReadOnlySpan<byte> Capabilities => "security.capability\0"u8;

    /// <summary>Indicates whether the system calls are available: on 64-bit Linux with statx.</summary>
    public static bool IsAvailable { get; } = OperatingSystem.IsLinux() && Environment.Is64BitProcess && HasStatX();

    /// <summary>Opens a folder whose path is trusted.</summary>
    public static SafeFileHandle OpenTrustedFolder(string path) =>
        OpenOrThrow(new SafeFileHandle(CurrentFolder, ownsHandle: false), path, _folderOnly, path);

    /// <summary>Opens a folder without following a link; null if there is no folder of this name.</summary>
    public static SafeFileHandle? TryOpenFolder(SafeFileHandle folder, string name, string path)
    {
        var flags = _folderOnly | _noFollowOnOpen;
        var (handle, error) = Open(folder, name, ReadOnly | flags);
        // A folder that may be entered but not listed.
        if (error == Error.AccessDenied) (handle, error) = Open(folder, name, PathOnly | flags);
        return handle ?? (IsOtherKind(error) ? null : throw CreateException(error, path));
    }

    /// <summary>Opens a file for reading, without following a link; null if there is no regular file of this name.</summary>
    public static (SafeFileHandle Handle, HostItem Item)? TryOpenFile(SafeFileHandle folder, string name, string path)
    {
        // Non-blocking, because the file may be a pipe by now.
        var (handle, error) = Open(folder, name, ReadOnly | _noFollowOnOpen | NonBlocking | NoTerminal);
        if (handle is null) return IsOtherKind(error) ? null : throw CreateException(error, path);
        var item = GetItem(handle, path);
        if (item.Kind == HostItemKind.File) return (handle, item);
        handle.Dispose();
        return null;
    }

    /// <summary>Creates a file that only this user may read, for writing.</summary>
    public static SafeFileHandle CreateFile(SafeFileHandle folder, string name, string path) =>
        OpenOrThrow(folder, name, WriteOnly | Create | Exclusive | _noFollowOnOpen, path);

    /// <summary>Returns the names in a folder.</summary>
    public static List<string> List(SafeFileHandle folder, string path)
    {
        // d_reclen and d_name of struct dirent, the same in glibc and musl on 64-bit systems.
        const int NameOffset = 19;
        // The stream takes ownership of its descriptor, so it gets a new one.
        using var copy = OpenOrThrow(folder, ".", _folderOnly, path);
        var names = new List<string>();
        var stream = OpenFolderStream(copy);
        if (stream == 0) throw CreateException(Marshal.GetLastPInvokeError(), path);
        copy.SetHandleAsInvalid();
        try
        {
            for (var entry = ReadFolder(stream); entry != 0; entry = ReadFolder(stream))
            {
                var name = ReadText(entry + NameOffset);
                if (name is not ("." or "..")) names.Add(name);
            }

            var error = Marshal.GetLastPInvokeError();
            return error == 0 ? names : throw CreateException(error, path);
        }
        finally
        {
            _ = CloseFolder(stream);
        }
    }

    /// <summary>Returns the metadata of an item without following a link; null if there is none.</summary>
    public static HostItem? Find(SafeFileHandle folder, string name, string path)
    {
        Span<byte> buffer = stackalloc byte[StatSize];
        if (StatX(folder, ToNative(name), NoFollow, BasicStats, buffer) == 0) return ToItem(buffer);
        var error = Marshal.GetLastPInvokeError();
        return error is Error.NotFound or Error.NotAFolder ? null : throw CreateException(error, path);
    }

    /// <summary>Returns the metadata of an opened item.</summary>
    public static HostItem GetItem(SafeFileHandle handle, string path)
    {
        Span<byte> buffer = stackalloc byte[StatSize];
        Check(StatX(handle, [0], EmptyPath, BasicStats, buffer), path);
        return ToItem(buffer);
    }

    /// <summary>Returns the target of a link; null if there is no link of this name.</summary>
    public static string? ReadLink(SafeFileHandle folder, string name, string path)
    {
        const int MaximumLength = 64 * 1024;
        for (var buffer = new byte[512]; ; buffer = new byte[buffer.Length * 2])
        {
            var length = (int)ReadLink(folder, ToNative(name), buffer, (nuint)buffer.Length);
            if (length < 0)
            {
                var error = Marshal.GetLastPInvokeError();
                return error is Error.Invalid || IsOtherKind(error) ? null : throw CreateException(error, path);
            }

            if (length < buffer.Length || buffer.Length >= MaximumLength) return PathText.Decode(buffer.AsSpan(0, length));
        }
    }

    /// <summary>Creates a folder.</summary>
    public static void CreateFolder(SafeFileHandle folder, string name, bool isPrivate, string path) =>
        Check(MakeFolder(folder, ToNative(name), isPrivate ? 0x1C0u : 0x1FFu), path);

    /// <summary>Renames an item within a folder.</summary>
    public static void Rename(SafeFileHandle folder, string name, string newName, string path) =>
        Check(Rename(folder, ToNative(name), folder, ToNative(newName)), path);

    /// <summary>Deletes a file or a link, if there is one.</summary>
    public static void Delete(SafeFileHandle folder, string name, string path)
    {
        if (Unlink(folder, ToNative(name), 0) == 0) return;
        var error = Marshal.GetLastPInvokeError();
        if (error != Error.NotFound) throw CreateException(error, path);
    }

    /// <summary>Creates a symbolic link.</summary>
    public static void CreateLink(SafeFileHandle folder, string name, string target, string path) =>
        Check(SymbolicLink(ToNative(target), folder, ToNative(name)), path);

    /// <summary>Creates a hard link. Returns false if the file system allows none.</summary>
    public static bool TryCreateHardLink(SafeFileHandle folder, string existing, SafeFileHandle newFolder, string name, string path)
    {
        if (HardLink(folder, ToNative(existing), newFolder, ToNative(name), 0) == 0) return true;
        var error = Marshal.GetLastPInvokeError();
        return error is Error.NotPermitted or Error.NotSupported or Error.TooManyLinks or Error.OtherDevice
            ? false
            : throw CreateException(error, path);
    }

    /// <summary>Sets the mode and the time of an opened file or folder.</summary>
    public static void SetMetadata(SafeFileHandle handle, UnixFileMode mode, UnixTime time, string path)
    {
        const int BadDescriptor = 9;
        const long Omit = 0x3FFFFFFE;
        long[] times = [0, Omit, time.Seconds, time.Nanoseconds];
        if (ChangeMode(handle, (uint)mode) == 0)
        {
            Check(SetTimes(handle, times), path);
            return;
        }

        // A folder that was opened without the right to list it can be changed only through its link in /proc.
        var error = Marshal.GetLastPInvokeError();
        if (error != BadDescriptor) throw CreateException(error, path);
        var link = ToNative($"/proc/self/fd/{handle.DangerousGetHandle()}");
        Check(SetTimes(CurrentFolder, link, times, 0), path);
        Check(ChangeMode(link, (uint)mode), path);
    }

    /// <summary>Returns the capabilities of a file; null if it has none.</summary>
    public static byte[]? GetCapabilities(SafeFileHandle handle)
    {
        var buffer = new byte[MaximumCapabilitiesSize];
        var length = (int)GetAttribute(handle, Capabilities, buffer, (nuint)buffer.Length);
        return length > 0 ? buffer[..length] : null;
    }

    /// <summary>Returns the capabilities of a file in a folder, without following a link; null if it has none.</summary>
    public static byte[]? GetCapabilities(SafeFileHandle folder, string name)
    {
        // There is no such call relative to a folder before Linux 6.13.
        var buffer = new byte[MaximumCapabilitiesSize];
        var path = ToNative($"/proc/self/fd/{folder.DangerousGetHandle()}/{name}");
        var length = (int)GetAttribute(path, Capabilities, buffer, (nuint)buffer.Length);
        return length > 0 ? buffer[..length] : null;
    }

    private static bool HasStatX()
    {
        try
        {
            Span<byte> buffer = stackalloc byte[StatSize];
            return StatX(new SafeFileHandle(CurrentFolder, ownsHandle: false), "/\0"u8, 0, BasicStats, buffer) == 0;
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            return false;
        }
    }

    private static HostItem ToItem(ReadOnlySpan<byte> buffer)
    {
        // Offsets in struct statx, which are the same on every architecture: https://man7.org/linux/man-pages/man2/statx.2.html.
        const int FormatMask = 0xF000;
        var mode = MemoryMarshal.Read<ushort>(buffer[28..]);
        var kind = (mode & FormatMask) switch
        {
            0x8000 => HostItemKind.File,
            0x4000 => HostItemKind.Folder,
            0xA000 => HostItemKind.Link,
            0x1000 => HostItemKind.Fifo,
            0x2000 => HostItemKind.CharacterDevice,
            0x6000 => HostItemKind.BlockDevice,
            _ => HostItemKind.Socket,
        };
        var time = new UnixTime(MemoryMarshal.Read<long>(buffer[112..]), (int)MemoryMarshal.Read<uint>(buffer[120..]));
        var length = kind == HostItemKind.File ? MemoryMarshal.Read<long>(buffer[40..]) : 0;
        return new HostItem(kind, length, (UnixFileMode)(mode & TarFormat.ModeMask), time)
        {
            Identity = (MemoryMarshal.Read<ulong>(buffer[136..]), MemoryMarshal.Read<ulong>(buffer[32..])),
            HasHardLinks = MemoryMarshal.Read<uint>(buffer[16..]) > 1,
            DeviceMajor = MemoryMarshal.Read<uint>(buffer[128..]),
            DeviceMinor = MemoryMarshal.Read<uint>(buffer[132..]),
        };
    }

    private static (SafeFileHandle? Handle, int Error) Open(SafeFileHandle folder, string name, int flags)
    {
        const uint OwnerOnly = 0x180;
        while (true)
        {
            var descriptor = OpenAt(folder, ToNative(name), flags | CloseOnExec, OwnerOnly);
            if (descriptor >= 0) return (new SafeFileHandle(descriptor, ownsHandle: true), 0);
            var error = Marshal.GetLastPInvokeError();
            if (error != Error.Interrupted) return (null, error);
        }
    }

    private static SafeFileHandle OpenOrThrow(SafeFileHandle folder, string name, int flags, string path)
    {
        var (handle, error) = Open(folder, name, flags);
        return handle ?? throw CreateException(error, path);
    }

    // The item was deleted or replaced by one of another kind. A link is refused with TooManyLevels.
    private static bool IsOtherKind(int error) =>
        error is Error.NotFound or Error.NotAFolder or Error.TooManyLevels or Error.IsAFolder or Error.NoDevice;

    private static void Check(int result, string path)
    {
        if (result != 0) throw CreateException(Marshal.GetLastPInvokeError(), path);
    }

    private static Exception CreateException(int error, string path)
    {
        var message = $"Could not access '{path}': {Marshal.GetPInvokeErrorMessage(error)}.";
        return error switch
        {
            Error.NotFound => new FileNotFoundException(message, path),
            Error.AccessDenied or Error.NotPermitted => new UnauthorizedAccessException(message),
            _ => new IOException(message, error),
        };
    }

    private static byte[] ToNative(string text)
    {
        var bytes = PathText.Encode(text);
        if (bytes.AsSpan().Contains((byte)0)) throw new IOException($"The name '{PathText.Display(text)}' contains a null character.");
        return [.. bytes, 0];
    }

    private static unsafe string ReadText(nint text) =>
        PathText.Decode(MemoryMarshal.CreateReadOnlySpanFromNullTerminated((byte*)text));

    /// <summary>The error numbers of Linux.</summary>
    private static class Error
    {
        public const int NotPermitted = 1, NotFound = 2, Interrupted = 4, NoDevice = 6, AccessDenied = 13, OtherDevice = 18;
        public const int NotAFolder = 20, IsAFolder = 21, Invalid = 22, TooManyLinks = 31, TooManyLevels = 40, NotSupported = 95;
    }
}
