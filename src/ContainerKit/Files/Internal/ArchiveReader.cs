using System.Formats.Tar;
using ContainerKit.Http;

namespace ContainerKit.Files;

/// <summary>Reads an archive off the engine entry by entry. One that ends too early, or is none, is the engine's failure.</summary>
internal sealed class ArchiveReader(EngineStream stream) : IDisposable, IAsyncDisposable
{
    private readonly TarReader _archive = new(stream, leaveOpen: true);

    /// <summary>The next entry; null at the end. What is left of the one before is passed over.</summary>
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

    /// <summary>Content of the entry that was read last; none at its end.</summary>
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

    /// <summary>Reads the archive's few last bytes, so that its connection can serve the next request.</summary>
    public async ValueTask FinishAsync(CancellationToken cancellationToken)
    {
        var rest = new byte[16 * 1024];
        for (var left = rest.Length; left > 0;)
        {
            var read = await stream.ReadAsync(rest, cancellationToken).ConfigureAwait(false);
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

    // What the connection itself throws has become the library's by now; these are the tar reader's own words.
    private static bool IsBroken(Exception e) => e is EndOfStreamException or InvalidDataException or FormatException or ArgumentException;
}
