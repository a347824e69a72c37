using ContainerKit.Http;

namespace ContainerKit.Files;

/// <summary>
/// Reads an archive from the engine, entry by entry. An archive that is truncated or malformed is reported as a failure of the engine.
/// </summary>
internal sealed class ArchiveReader : IDisposable, IAsyncDisposable
{
    private readonly EngineStream _stream;
    private readonly TarParser _parser;

    /// <summary>Creates a reader.</summary>
    /// <param name="stream">The archive. It is disposed with the reader.</param>
    public ArchiveReader(EngineStream stream)
        : this(stream, stream)
    {
    }

    private ArchiveReader(EngineStream stream, Stream content)
    {
        _stream = stream;
        _parser = new TarParser(content);
    }

    /// <summary>Copies an archive unchanged, and verifies that it is complete.</summary>
    /// <exception cref="EngineUnavailableException">The archive is truncated or malformed.</exception>
    public static async Task CopyAsync(EngineStream archive, Stream destination, CancellationToken cancellationToken)
    {
        var copy = new ForwardingStream(archive, destination);
        // The caller disposes the archive.
        var reader = new ArchiveReader(archive, copy);
        while (await reader.NextAsync(cancellationToken).ConfigureAwait(false) is not null)
        {
        }

        await copy.CopyToAsync(Stream.Null, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Returns the next entry, or null at the end. The unread content of the previous entry is skipped.</summary>
    public async Task<ArchiveEntry?> NextAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _parser.NextAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (IsBroken(e))
        {
            await _stream.ThrowInvalidResponseAsync(e).ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Reads content of the last entry. Returns the number of bytes; 0 when all of its declared length was read.</summary>
    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            return await _parser.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (IsBroken(e))
        {
            await _stream.ThrowInvalidResponseAsync(e).ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>
    /// Reads the end of the archive after its last entry, so that the connection can be reused for the next request. An
    /// archive without an end was truncated: Docker closes the archive in every case, and Go then writes no end only if a
    /// file became shorter while the engine read it (https://github.com/moby/moby/blob/v20.10.24/pkg/archive/archive.go,
    /// <c>TarWithOptions</c>).
    /// </summary>
    public async ValueTask FinishAsync(CancellationToken cancellationToken)
    {
        await NextAsync(cancellationToken).ConfigureAwait(false);
        var buffer = new byte[16 * 1024];
        for (var left = buffer.Length; left > 0;)
        {
            var read = await _stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
            if (read == 0) return;
            left -= read;
        }
    }

    public void Dispose() => _stream.Dispose();

    public ValueTask DisposeAsync() => _stream.DisposeAsync();

    // EngineStream has already translated the exceptions of the connection, so these exceptions come from the parser.
    private static bool IsBroken(Exception e) => e is EndOfStreamException or InvalidDataException;
}
