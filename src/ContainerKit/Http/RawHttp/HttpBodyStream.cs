using System.Globalization;
using System.Net;

namespace ContainerKit.Http;

/// <summary>The body of one HTTP/1.1 response, read off a raw connection after its head. It does not own the connection.</summary>
internal sealed class HttpBodyStream(HttpResponseReader reader, HttpResponseMessage response) : ReadOnlyNetworkStream
{
    private readonly bool _isChunked = response.Headers.TransferEncodingChunked is true;
    private long _left = Told(response);
    private bool _isFirst = true;
    private bool _hasEnded;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.Length == 0 || _hasEnded) return 0;
        if (_isChunked && _left == 0) await BeginChunkAsync(cancellationToken).ConfigureAwait(false);
        _hasEnded = _left == 0;
        if (_hasEnded) return 0;
        var read = await reader.ReadAsync(buffer[..(int)Math.Min(buffer.Length, _left)], cancellationToken).ConfigureAwait(false);
        _hasEnded = read == 0;
        if (_hasEnded && _left != long.MaxValue) throw HttpResponseReader.BrokeOff();
        if (_left != long.MaxValue) _left -= read;
        return read;
    }

    // What tells no length goes on until the connection ends, but for what never has a body. The property alone would make up a length.
    private static long Told(HttpResponseMessage response) => response.Headers.TransferEncodingChunked is true ? 0
        : response.Content.Headers.Contains("Content-Length") && response.Content.Headers.ContentLength is { } length ? length
        : response.StatusCode is HttpStatusCode.NoContent or HttpStatusCode.NotModified ? 0
        : long.MaxValue;

    // Each chunk but the first comes after the line end of the one before.
    private async Task BeginChunkAsync(CancellationToken cancellationToken)
    {
        if (!_isFirst) await reader.ReadLineAsync(cancellationToken).ConfigureAwait(false);
        _isFirst = false;
        var head = await reader.ReadLineAsync(cancellationToken).ConfigureAwait(false);
        if (!uint.TryParse(head.Split(';')[0].Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var size))
            throw new IOException($"The engine's answer is not HTTP: a chunk of \"{head}\" bytes.");
        _left = size;
    }
}
