using System.Runtime.InteropServices;

namespace ContainerKit.Terminals.Consoles;

/// <summary>The few calls into the C library that a terminal takes; Linux and macOS.</summary>
internal static unsafe partial class LibC
{
    public const short PollIn = 1;
    public const short PollOut = 4;

    /// <summary>Larger than any platform's <c>struct termios</c>, which is passed around unread.</summary>
    public const int AttributesLength = 256;

    public const int Interrupted = 4;

    private const int SetNow = 0;

    public static readonly int TryAgain = OperatingSystem.IsLinux() ? 11 : 35;

    public static readonly int InputOutput = 5;

    public static bool IsTerminal(int descriptor) => isatty(descriptor) == 1;

    /// <summary>A terminal's modes; null where it is none.</summary>
    public static byte[]? Attributes(int descriptor)
    {
        var attributes = new byte[AttributesLength];
        fixed (byte* pointer = attributes) return tcgetattr(descriptor, pointer) == 0 ? attributes : null;
    }

    public static void SetAttributes(int descriptor, byte[] attributes)
    {
        fixed (byte* pointer = attributes)
        {
            while (tcsetattr(descriptor, SetNow, pointer) != 0 && Marshal.GetLastPInvokeError() == Interrupted)
            {
                // A signal came in between.
            }
        }
    }

    /// <summary>Those modes with every processing turned off.</summary>
    public static byte[] Raw(byte[] attributes)
    {
        var raw = (byte[])attributes.Clone();
        fixed (byte* pointer = raw) cfmakeraw(pointer);
        return raw;
    }

    public static TerminalSize? WindowSize(int descriptor)
    {
        var size = stackalloc ushort[4];
        // The C function takes a variable number of arguments, which Apple's ARM processors have on the stack from the third on: six that
        // nobody reads fill the registers before it.
        var isApple = OperatingSystem.IsMacOS() || OperatingSystem.IsMacCatalyst();
        var result = !isApple ? ioctl(descriptor, 0x5413, size)
            : RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? ioctl(descriptor, 0x40087468, 0, 0, 0, 0, 0, 0, size)
            : ioctl(descriptor, 0x40087468, size);
        return result == 0 && size[0] > 0 && size[1] > 0 ? new TerminalSize(size[1], size[0]) : null;
    }

    /// <summary>Two descriptors of which the first reads what the second writes.</summary>
    public static (int Read, int Write) Pipe()
    {
        var ends = stackalloc int[2];
        return pipe(ends) == 0 ? (ends[0], ends[1]) : throw CreateException("make a pipe");
    }

    /// <summary>Waits until one of the descriptors is ready; milliseconds below zero wait for ever.</summary>
    public static void Poll(Span<PollDescriptor> descriptors, int milliseconds)
    {
        fixed (PollDescriptor* pointer = descriptors)
        {
            while (poll(pointer, (nuint)descriptors.Length, milliseconds) < 0)
            {
                if (Marshal.GetLastPInvokeError() != Interrupted) throw CreateException("wait for the console");
            }
        }
    }

    /// <summary>Reads once; negative where it failed.</summary>
    public static int Read(int descriptor, Span<byte> buffer)
    {
        fixed (byte* pointer = buffer) return (int)read(descriptor, pointer, (nuint)buffer.Length);
    }

    /// <inheritdoc cref="Read"/>
    public static int Write(int descriptor, ReadOnlySpan<byte> bytes)
    {
        fixed (byte* pointer = bytes) return (int)write(descriptor, pointer, (nuint)bytes.Length);
    }

    public static void Close(int descriptor) => _ = close(descriptor);

    public static IOException CreateException(string operation)
    {
        var code = Marshal.GetLastPInvokeError();
        return new IOException($"Could not {operation}: {Marshal.GetPInvokeErrorMessage(code)}.", code);
    }

    [StructLayout(LayoutKind.Sequential)]
    public struct PollDescriptor
    {
        public int Descriptor;
        public short Events;
        public short Answer;
    }

#pragma warning disable SA1300, IDE1006 // The names are the C library's.
    [LibraryImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int isatty(int descriptor);

    [LibraryImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int tcgetattr(int descriptor, byte* attributes);

    [LibraryImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int tcsetattr(int descriptor, int when, byte* attributes);

    [LibraryImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial void cfmakeraw(byte* attributes);

    [LibraryImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int ioctl(int descriptor, nuint request, void* argument);

    [LibraryImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int ioctl(int descriptor, nuint request, nint third, nint fourth, nint fifth, nint sixth, nint seventh, nint eighth, void* argument);

    [LibraryImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int pipe(int* ends);

    [LibraryImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int poll(PollDescriptor* descriptors, nuint count, int milliseconds);

    [LibraryImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint read(int descriptor, byte* buffer, nuint count);

    [LibraryImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint write(int descriptor, byte* buffer, nuint count);

    [LibraryImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int close(int descriptor);
#pragma warning restore SA1300, IDE1006
}
