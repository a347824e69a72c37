using System.Runtime.InteropServices;

namespace ContainerKit.Files;

/// <summary>Creates hard links, which .NET does not provide.</summary>
internal static partial class HostFile
{
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

    [LibraryImport("libc", EntryPoint = "link", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int UnixLink(string existing, string name);

    [LibraryImport("kernel32", EntryPoint = "CreateHardLinkW", StringMarshalling = StringMarshalling.Utf16)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool CreateHardLink(string name, string existing, nint security);
}
