using System.Formats.Tar;
using ContainerKit.Http;

namespace ContainerKit.Files;

/// <summary>
/// Reads an archive from the engine, entry by entry. An archive that is truncated or malformed is reported as a failure of the engine.
/// </summary>
internal sealed class ArchiveReader(EngineStream stream) : IDisposable, IAsyncDisposable
{
    private readonly TarReader _archive = new(stream, leaveOpen: true);

    /// <summary>Returns the next entry, or null at the end. The unread content of the previous entry is skipped.</summary>
    public async Task<TarEntry?> NextAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _archive.GetNextEntryAsync(copyData: false, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (IsBroken(e))
        {
            await stream.ThrowInvalidResponseAsync(e).ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Reads content of the last entry. Returns the number of bytes; 0 at the end of the entry.</summary>
    public async ValueTask<int> ReadAsync(TarEntry entry, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        if (entry.DataStream is not { } content) return 0;
        try
        {
            return await content.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (IsBroken(e))
        {
            await stream.ThrowInvalidResponseAsync(e).ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Reads the padding at the end of the archive, so that the connection can be reused for the next request.</summary>
    public async ValueTask FinishAsync(CancellationToken cancellationToken)
    {
        var buffer = new byte[16 * 1024];
        for (var left = buffer.Length; left > 0;)
        {
            var read = await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
            if (read == 0) return;
            left -= read;
        }
    }

    public void Dispose()
    {
        _archive.Dispose();
        stream.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        await _archive.DisposeAsync().ConfigureAwait(false);
        await stream.DisposeAsync().ConfigureAwait(false);
    }

    // EngineStream has already translated the exceptions of the connection, so these exceptions come from the tar reader.
    private static bool IsBroken(Exception e) => e is EndOfStreamException or InvalidDataException or FormatException or ArgumentException;
}
