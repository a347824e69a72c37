using System.ComponentModel;
using System.IO.Pipes;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace ContainerKit.Http;

/// <summary>
/// Over a Windows named pipe, which has no half-close. The engine reads an empty message as the end instead, and .NET's own write
/// swallows empty buffers, so this one goes to the system directly.
/// </summary>
[SupportedOSPlatform("windows")]
internal sealed partial class PipeDuplexStream(NamedPipeClientStream pipe) : DuplexStream(pipe)
{
    private const int IoPending = 997;

    public override unsafe void CloseWrite()
    {
        using var done = new ManualResetEvent(initialState: false);
        var handle = done.SafeWaitHandle.DangerousGetHandle();
        // The low bit keeps this write's completion away from the thread pool's port, which knows nothing of it.
        var overlapped = new NativeOverlapped { EventHandle = handle | 1 };
        if (WriteFile(pipe.SafePipeHandle, [], 0, IntPtr.Zero, &overlapped)) return;
        if (Marshal.GetLastPInvokeError() != IoPending || !GetOverlappedResult(pipe.SafePipeHandle, &overlapped, out _, wait: true))
            throw new IOException("Could not end the process's stdin over the named pipe.", new Win32Exception());
    }

    [LibraryImport("kernel32", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static unsafe partial bool WriteFile(SafeHandle file, ReadOnlySpan<byte> buffer, int count, IntPtr written, NativeOverlapped* overlapped);

    [LibraryImport("kernel32", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static unsafe partial bool GetOverlappedResult(
        SafeHandle file, NativeOverlapped* overlapped, out int transferred, [MarshalAs(UnmanagedType.Bool)] bool wait);
}
