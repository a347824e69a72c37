using System.Runtime.InteropServices;

namespace ContainerKit.Terminals.Consoles;

/// <summary>The terminal functions of the C library, on Linux and macOS.</summary>
internal static unsafe partial class LibC
{
    public const short PollIn = 1;
    public const short PollOut = 4;

    /// <summary>
    /// The size of the buffer for a <c>struct termios</c>, which is smaller on all platforms. Its content is not read.
    /// </summary>
    public const int AttributesLength = 256;

    public const int Interrupted = 4;

    private const int SetNow = 0;

    public static readonly int TryAgain = OperatingSystem.IsLinux() ? 11 : 35;

    public static readonly int InputOutput = 5;

    public static bool IsTerminal(int descriptor) => isatty(descriptor) == 1;

    /// <summary>Gets the modes of a terminal; null if the descriptor is not a terminal.</summary>
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
                // Interrupted by a signal.
            }
        }
    }

    /// <summary>Returns the modes for raw mode.</summary>
    public static byte[] Raw(byte[] attributes)
    {
        var raw = (byte[])attributes.Clone();
        fixed (byte* pointer = raw) cfmakeraw(pointer);
        return raw;
    }

    public static TerminalSize? WindowSize(int descriptor)
    {
        var size = stackalloc ushort[4];
        // ioctl is variadic, and on Apple's ARM64 variadic arguments are passed on the stack. Six unused arguments fill
        // the registers, so that the pointer is passed on the stack. See
        // https://developer.apple.com/documentation/xcode/writing-arm64-code-for-apple-platforms
        var isApple = OperatingSystem.IsMacOS() || OperatingSystem.IsMacCatalyst();
        var result = !isApple ? ioctl(descriptor, 0x5413, size)
            : RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? ioctl(descriptor, 0x40087468, 0, 0, 0, 0, 0, 0, size)
            : ioctl(descriptor, 0x40087468, size);
        return result == 0 && size[0] > 0 && size[1] > 0 ? new TerminalSize(size[1], size[0]) : null;
    }

    /// <summary>Creates a pipe: a descriptor to read from and one to write to.</summary>
    public static (int Read, int Write) Pipe()
    {
        var ends = stackalloc int[2];
        return pipe(ends) == 0 ? (ends[0], ends[1]) : throw CreateException("create a pipe");
    }

    /// <summary>Waits until one of the descriptors is ready. A negative timeout waits without a limit.</summary>
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

    /// <summary>Reads once.</summary>
    /// <returns>The number of bytes; negative on failure.</returns>
    public static int Read(int descriptor, Span<byte> buffer)
    {
        fixed (byte* pointer = buffer) return (int)read(descriptor, pointer, (nuint)buffer.Length);
    }

    /// <summary>Writes once.</summary>
    /// <returns>The number of bytes; negative on failure.</returns>
    public static int Write(int descriptor, ReadOnlySpan<byte> bytes)
    {
        fixed (byte* pointer = bytes) return (int)write(descriptor, pointer, (nuint)bytes.Length);
    }

    public static void Close(int descriptor) => _ = close(descriptor);

    /// <summary>Creates the exception for the last error.</summary>
    /// <param name="operation">Completes the sentence "Could not ...".</param>
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
        public short ReturnedEvents;
    }

#pragma warning disable SA1300, IDE1006 // The names of the C library.
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
    private static partial int ioctl(
        int descriptor, nuint request, nint third, nint fourth, nint fifth, nint sixth, nint seventh, nint eighth, void* argument);

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
