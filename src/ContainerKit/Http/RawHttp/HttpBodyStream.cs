using System.Globalization;
using System.Net;
using ContainerKit.Diagnostics;

namespace ContainerKit.Http;

/// <summary>The body of one HTTP/1.1 response on a raw connection. It does not own the connection.</summary>
internal sealed class HttpBodyStream(HttpResponseReader reader, HttpResponseMessage response) : ReadOnlyNetworkStream
{
    private readonly bool _isChunked = response.Headers.TransferEncodingChunked is true;
    private long _remaining = GetLength(response);
    private bool _isFirst = true;
    private bool _hasEnded;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.Length == 0 || _hasEnded) return 0;
        if (_isChunked && _remaining == 0) await ReadChunkHeaderAsync(cancellationToken).ConfigureAwait(false);
        _hasEnded = _remaining == 0;
        if (_hasEnded) return 0;
        var read = await reader.ReadAsync(buffer[..(int)Math.Min(buffer.Length, _remaining)], cancellationToken).ConfigureAwait(false);
        _hasEnded = read == 0;
        if (_hasEnded && _remaining != long.MaxValue) throw HttpResponseReader.CreateConnectionClosedException();
        if (_remaining != long.MaxValue) _remaining -= read;
        return read;
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
    private async Task ReadChunkHeaderAsync(CancellationToken cancellationToken)
    {
        if (!_isFirst && await reader.ReadLineAsync(cancellationToken).ConfigureAwait(false) is { Length: > 0 } rest)
            throw new IOException($"The engine's response is not HTTP: a chunk is longer than its size, by \"{VisibleText.Quote(rest)}\".");
        _isFirst = false;
        var header = await reader.ReadLineAsync(cancellationToken).ConfigureAwait(false);
        if (!uint.TryParse(header.Split(';')[0].Trim(), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var size))
            throw new IOException($"The engine's response is not HTTP: the size of a chunk is \"{VisibleText.Quote(header)}\".");
        _remaining = size;
    }
}
