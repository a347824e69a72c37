using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;
using System.Text;
using ContainerKit.Diagnostics;

namespace ContainerKit.Http;

/// <summary>The body of one HTTP/1.1 response on a raw connection. It does not own the connection.</summary>
internal sealed class HttpBodyStream(HttpResponseReader reader, HttpResponseMessage response) : ReadOnlyNetworkStream
{
    private readonly bool _isChunked = response.Headers.TransferEncodingChunked is true;
    private long _remaining = GetLength(response);
    private bool _isFirst = true;
    private bool _hasEnded;

    /// <summary>The connection to close when the stream is disposed; null if another object owns it. Default: null.</summary>
    public IDisposable? OwnedConnection { get; init; }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.Length == 0 || _hasEnded) return ValueTask.FromResult(0);
        if (_isChunked && ReadBufferedChunks(buffer.Span) is > 0 and var buffered) return ValueTask.FromResult(buffered);
        return ReadMoreAsync(buffer, cancellationToken);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) OwnedConnection?.Dispose();
        base.Dispose(disposing);
    }

    // An engine sends each line of a log as a chunk, so all chunks that have arrived are read at once.
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<int> ReadMoreAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        while (!_hasEnded)
        {
            if (_isChunked && (_remaining == 0 || _remaining < buffer.Length))
            {
                await reader.FillAsync(cancellationToken).ConfigureAwait(false);
                if (ReadBufferedChunks(buffer.Span) is > 0 and var buffered) return buffered;
                continue;
            }

            return await ReadBodyAsync(buffer[..(int)Math.Min(buffer.Length, _remaining)], cancellationToken).ConfigureAwait(false);
        }

        return 0;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<int> ReadBodyAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        _hasEnded = _remaining == 0;
        if (_hasEnded) return 0;
        var read = await reader.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        _hasEnded = read == 0;
        if (_hasEnded && _remaining != long.MaxValue) throw HttpResponseReader.CreateConnectionClosedException();
        if (_remaining != long.MaxValue) _remaining -= read;
        return read;
    }

    // Copies the chunks that have arrived. Stops at an incomplete header.
    private int ReadBufferedChunks(Span<byte> buffer)
    {
        var copied = 0;
        while (copied < buffer.Length && !_hasEnded)
        {
            try
            {
                if (_remaining == 0 && !TryReadChunkHeader()) break;
            }
            catch (IOException) when (copied > 0)
            {
                // The bytes before the invalid header are returned first. The next read throws.
                break;
            }

            var taken = (int)Math.Min(Math.Min(buffer.Length - copied, reader.Rest.Length), _remaining);
            if (taken == 0) break;
            reader.Rest.Span[..taken].CopyTo(buffer[copied..]);
            reader.Skip(taken);
            _remaining -= taken;
            copied += taken;
        }

        return copied;
    }

    // A body without a length ends with the connection, unless the status excludes a body. The raw header is read: the property
    // calculates a length if the header is missing or is not a number.
    private static long GetLength(HttpResponseMessage response)
    {
        if (response.Headers.TransferEncodingChunked is true) return 0;
        var headers = response.Content.Headers;
        if (headers.NonValidated.TryGetValues("Content-Length", out var values))
        {
            return long.TryParse(values.First(), NumberStyles.None, CultureInfo.InvariantCulture, out var length)
                ? length
                : throw new IOException(
                    $"The engine's response is not HTTP: its Content-Length is \"{VisibleText.Quote(values.ToString())}\".");
        }

        return response.StatusCode is HttpStatusCode.NoContent or HttpStatusCode.NotModified ? 0 : long.MaxValue;
    }

    // A line break ends each chunk. The last chunk is empty, and a trailer may follow it.
    private bool TryReadChunkHeader()
    {
        var rest = reader.Rest.Span;
        var start = 0;
        if (!_isFirst)
        {
            start = rest.IndexOf("\r\n"u8);
            if (start < 0) return false;
            if (start > 0)
            {
                throw new IOException("The engine's response is not HTTP: a chunk is longer than its size, by "
                    + $"\"{VisibleText.Quote(Encoding.ASCII.GetString(rest[..start]))}\".");
            }

            start = 2;
        }

        var length = rest[start..].IndexOf("\r\n"u8);
        if (length < 0) return false;
        var header = rest.Slice(start, length);
        var digits = header.IndexOf((byte)';') is >= 0 and var extension ? header[..extension] : header;
        if (!uint.TryParse(digits.Trim(" \t"u8), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var size))
        {
            var text = VisibleText.Quote(Encoding.ASCII.GetString(header));
            throw new IOException($"The engine's response is not HTTP: the size of a chunk is \"{text}\".");
        }

        reader.Skip(start + length + 2);
        _isFirst = false;
        _remaining = size;
        _hasEnded = size == 0;
        return !_hasEnded;
    }
}
