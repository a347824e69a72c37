using Microsoft.Win32.SafeHandles;

namespace ContainerKit.Files;

/// <summary>
/// A regular file that was opened by <see cref="HostFolder"/>, for reading or for writing. Calls are synchronous, because
/// regular files have no asynchronous calls on Unix, and the thread pool would only add cost.
/// </summary>
internal sealed class HostFileStream(SafeFileHandle handle, HostItem item, string path) : Stream
{
    private long _position;

    /// <summary>The metadata of the file when it was opened.</summary>
    public HostItem Item => item;

    /// <summary>The handle of the file.</summary>
    public SafeFileHandle Handle => handle;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => item.Length;

    public override long Position
    {
        get => _position;
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        var read = RandomAccess.Read(handle, buffer, _position);
        _position += read;
        return read;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new ValueTask<int>(Read(buffer.Span));
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        RandomAccess.Write(handle, buffer, _position);
        _position += buffer.Length;
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <summary>Sets the mode and the time of the file, through its handle.</summary>
    public void SetMetadata(UnixFileMode mode, UnixTime time)
    {
        if (UnixFiles.IsAvailable)
        {
            UnixFiles.SetMetadata(handle, mode, time, path);
            return;
        }

        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(handle, mode);
        File.SetLastWriteTimeUtc(handle, time.ToDateTime());
    }

    /// <summary>Returns the file capabilities (<c>security.capability</c>); null if there are none.</summary>
    public byte[]? GetCapabilities() => UnixFiles.IsAvailable ? UnixFiles.GetCapabilities(handle) : null;

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) handle.Dispose();
        base.Dispose(disposing);
    }
}
