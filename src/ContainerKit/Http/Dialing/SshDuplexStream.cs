using ContainerKit.Discovery;

namespace ContainerKit.Http;

/// <summary>A connection over the standard streams of a process of ssh. Its disposal ends the process.</summary>
/// <param name="process">The process. The stream owns it.</param>
/// <param name="target">The host, for messages.</param>
/// <param name="getSharedErrors">Returns the messages of the shared ssh connection.</param>
/// <param name="release">Releases the shared ssh connection. It is called once.</param>
internal sealed class SshDuplexStream(SshProcess process, SshTarget target, Func<string> getSharedErrors, Action release)
    : DuplexStream(process.Output)
{
    private Action? _release = release;
    private bool _hasReceived;

    public override void CloseWrite() => process.Input.Close();

    public override void Write(byte[] buffer, int offset, int count) => process.Input.Write(buffer, offset, count);

    public override void Flush() => process.Input.Flush();

    public override Task FlushAsync(CancellationToken cancellationToken) => process.Input.FlushAsync(cancellationToken);

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        // A pipe of a process cannot be read asynchronously on Windows, so a canceled read ends the process.
        using var canceling = OperatingSystem.IsWindows()
            ? cancellationToken.UnsafeRegister(static process => ((SshProcess)process!).Kill(), process)
            : default;
        var read = await base.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        if (read > 0) _hasReceived = true;
        else if (!buffer.IsEmpty && await GetFailureAsync().ConfigureAwait(false) is { } failure) throw failure;
        return read;
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            await process.Input.WriteAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (IOException) when (Volatile.Read(ref _release) is not null)
        {
            // The process has ended. Its own words are better than "broken pipe".
            if (await GetFailureAsync().ConfigureAwait(false) is { } failure) throw failure;
            throw;
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && Interlocked.Exchange(ref _release, null) is { } once)
        {
            process.Dispose();
            base.Dispose(disposing);
            once();
            return;
        }

        base.Dispose(disposing);
    }

    // The command on the host ends with an error if the engine resets the connection. After a response this is the end of the stream, as
    // with a socket. Without any, or if ssh itself has failed, the connection was not made or is lost.
    private async ValueTask<IOException?> GetFailureAsync()
    {
        if (Volatile.Read(ref _release) is null) return null;
        if (await process.WaitForExitAsync().ConfigureAwait(false) is not (> 0 and var code)) return null;
        if (_hasReceived && code < SshFailure.SshExitCode && code < 128) return null;
        return SshFailure.Create(code, process.GetErrors() is { Length: > 0 } errors ? errors : getSharedErrors(), target);
    }
}
