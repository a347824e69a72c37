using System.Globalization;
using System.Net;
using System.Text;

namespace ContainerKit.Engines;

/// <summary>Reads the head of one HTTP/1.1 response off a raw connection, and the body where the engine answered with an error instead.</summary>
internal sealed class HttpHeadReader(Stream connection)
{
    // An engine's head is a few hundred bytes. A peer that sends more than this is not one; of a body this much is read.
    private const int MostBytes = 64 * 1024;

    private readonly byte[] _buffer = new byte[MostBytes];
    private int _start;
    private int _end;

    /// <summary>What has been read beyond the head.</summary>
    public ReadOnlyMemory<byte> Rest => _buffer.AsMemory(_start, _end - _start);

    public async Task<HttpResponseMessage> ReadHeadAsync(CancellationToken cancellationToken)
    {
        int length;
        while ((length = Rest.Span.IndexOf("\r\n\r\n"u8)) < 0) await FillAsync(cancellationToken).ConfigureAwait(false);
        var lines = Encoding.ASCII.GetString(Rest.Span[..length]).Split("\r\n");
        _start += length + 4;

        var status = lines[0].Split(' ', 3);
        if (status.Length < 2 || !status[0].StartsWith("HTTP/1.", StringComparison.Ordinal)
            || !int.TryParse(status[1], NumberStyles.None, CultureInfo.InvariantCulture, out var code))
            throw new IOException($"The engine's answer is not HTTP: \"{lines[0]}\".");

        var response = new HttpResponseMessage((HttpStatusCode)code) { Content = new ByteArrayContent([]) };
        foreach (var line in lines.AsSpan(1))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon <= 0) continue;
            var (name, value) = (line[..colon], line[(colon + 1)..].Trim());
            if (!response.Headers.TryAddWithoutValidation(name, value)) response.Content.Headers.TryAddWithoutValidation(name, value);
        }

        return response;
    }

    public async Task<byte[]> ReadBodyAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.Headers.TransferEncodingChunked is true) return await ReadChunksAsync(cancellationToken).ConfigureAwait(false);
        return await ReadExactlyAsync((int)Math.Min(response.Content.Headers.ContentLength ?? 0, MostBytes), cancellationToken).ConfigureAwait(false);
    }

    private async Task<byte[]> ReadChunksAsync(CancellationToken cancellationToken)
    {
        using var body = new MemoryStream();
        while (true)
        {
            int line;
            while ((line = Rest.Span.IndexOf("\r\n"u8)) < 0) await FillAsync(cancellationToken).ConfigureAwait(false);
            var head = Encoding.ASCII.GetString(Rest.Span[..line]);
            if (!uint.TryParse(head.Split(';')[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var size))
                throw new IOException($"The engine's answer is not HTTP: a chunk of \"{head}\" bytes.");
            _start += line + 2;
            var room = MostBytes - body.Length;
            body.Write(await ReadExactlyAsync((int)Math.Min(size, room), cancellationToken).ConfigureAwait(false));
            if (size == 0 || size >= room) return body.ToArray();
            await ReadExactlyAsync(2, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<byte[]> ReadExactlyAsync(int count, CancellationToken cancellationToken)
    {
        while (_end - _start < count) await FillAsync(cancellationToken).ConfigureAwait(false);
        var bytes = Rest.Span[..count].ToArray();
        _start += count;
        return bytes;
    }

    private async Task FillAsync(CancellationToken cancellationToken)
    {
        if (_end == _buffer.Length && _start > 0)
        {
            Rest.CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }

        if (_end == _buffer.Length) throw new IOException($"The engine's answer has a head of more than {MostBytes} bytes.");
        var read = await connection.ReadAsync(_buffer.AsMemory(_end), cancellationToken).ConfigureAwait(false);
        if (read == 0) throw new EndOfStreamException("The engine closed the connection before its answer was complete.");
        _end += read;
    }
}
