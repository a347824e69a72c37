using System.ComponentModel;
using System.IO.Pipes;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace ContainerKit.Http;

/// <summary>
/// A connection over a Windows named pipe, which has no half-close. The engine takes an empty message as the end of the
/// input. .NET does not write empty buffers to a pipe, so this class calls the operating system.
/// </summary>
[SupportedOSPlatform("windows")]
internal sealed partial class PipeDuplexStream(NamedPipeClientStream pipe) : DuplexStream(pipe)
{
    private const int IoPending = 997;

    public override unsafe void CloseWrite()
    {
        using var done = new ManualResetEvent(initialState: false);
        var handle = done.SafeWaitHandle.DangerousGetHandle();
        // The low bit prevents the completion from being queued to the thread pool's I/O completion port, which does
        // not know this write.
        var overlapped = new NativeOverlapped { EventHandle = handle | 1 };
        if (WriteFile(pipe.SafePipeHandle, [], 0, IntPtr.Zero, &overlapped)) return;
        if (Marshal.GetLastPInvokeError() != IoPending || !GetOverlappedResult(pipe.SafePipeHandle, &overlapped, out _, wait: true))
            throw new IOException("Could not close the stdin of the process over the named pipe.", new Win32Exception());
    }

    [LibraryImport("kernel32", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static unsafe partial bool WriteFile(
        SafeHandle file, ReadOnlySpan<byte> buffer, int count, IntPtr written, NativeOverlapped* overlapped);

    [LibraryImport("kernel32", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static unsafe partial bool GetOverlappedResult(
        SafeHandle file, NativeOverlapped* overlapped, out int transferred, [MarshalAs(UnmanagedType.Bool)] bool wait);
}
