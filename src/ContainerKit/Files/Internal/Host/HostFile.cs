using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ContainerKit.Files;

/// <summary>Operations on files of this machine that .NET does not provide.</summary>
internal static partial class HostFile
{
    /// <summary>
    /// Opens a file for reading, also while other processes write to it. On Linux, this includes a file that a .NET process holds open
    /// with <see cref="FileShare.None"/>: this lock is only an agreement among .NET processes.
    /// </summary>
    /// <exception cref="IOException">The file does not exist or cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">The file must not be read.</exception>
    public static FileStream OpenRead(string path, FileOptions options = FileOptions.None)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0, options);
        }
        catch (IOException) when (OperatingSystem.IsLinux() && File.Exists(path))
        {
            const int ReadOnlyAndCloseOnExec = 0x80000;
            var descriptor = UnixOpen(path, ReadOnlyAndCloseOnExec);
            if (descriptor < 0) throw;
            return new FileStream(new SafeFileHandle(descriptor, ownsHandle: true), FileAccess.Read, bufferSize: 0);
        }
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

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int UnixOpen(string path, int flags);

    [LibraryImport("libc", EntryPoint = "link", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int UnixLink(string existing, string name);

    [LibraryImport("kernel32", EntryPoint = "CreateHardLinkW", StringMarshalling = StringMarshalling.Utf16)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool CreateHardLink(string name, string existing, nint security);
}
