using System.Net.Sockets;

namespace ContainerKit.Http;

/// <summary>Writes to a Unix socket that was never used asynchronously, without blocking the thread for longer than a moment.</summary>
internal static class BlockingSocketWriter
{
    // Linux reports a Unix socket as writable while three quarters of its buffer are free, and macOS while 2 KiB are, so a write of
    // this length does not block.
    private static readonly int _maximumLength = OperatingSystem.IsLinux() ? 96 * 1024 : 2048;

    private static readonly TimeSpan _writeTime = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan _cancellationInterval = TimeSpan.FromMilliseconds(100);

    /// <summary>Writes all bytes.</summary>
    /// <exception cref="IOException">The connection failed.</exception>
    public static async ValueTask WriteAsync(Socket socket, ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            while (!buffer.IsEmpty)
            {
                cancellationToken.ThrowIfCancellationRequested();
                // A blocking write would wait for a process that does not read its input. Most writes are short and do not wait.
                if (socket.Poll(_writeTime, SelectMode.SelectWrite)) buffer = buffer[Send(socket, buffer.Span)..];
                else await WaitUntilWritableAsync(socket, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (SocketException e)
        {
            throw new IOException(e.Message, e);
        }
    }

    private static int Send(Socket socket, ReadOnlySpan<byte> bytes) => socket.Send(bytes[..Math.Min(bytes.Length, _maximumLength)]);

    // On a separate thread, as the reads: a wait in the thread pool would keep one of its threads.
    private static Task WaitUntilWritableAsync(Socket socket, CancellationToken cancellationToken) => Task.Factory.StartNew(
        () => WaitUntilWritable(socket, cancellationToken),
        cancellationToken,
        TaskCreationOptions.LongRunning,
        TaskScheduler.Default).WaitAsync(cancellationToken);

    private static void WaitUntilWritable(Socket socket, CancellationToken cancellationToken)
    {
        try
        {
            while (!cancellationToken.IsCancellationRequested && !socket.Poll(_cancellationInterval, SelectMode.SelectWrite))
            {
                // The process has not read its input yet.
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The next write fails with it.
        }
    }
}
