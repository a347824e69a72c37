using System.Globalization;
using System.Net;
using System.Text;

namespace ContainerKit.Http;

/// <summary>Reads the head of one HTTP/1.1 response off a raw connection; what comes after it is read through here too, since some has come along.</summary>
internal sealed class HttpResponseReader(Stream connection)
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

    /// <summary>All of the body, or the begin of one that is too long to be an error's.</summary>
    public async Task<byte[]> ReadBodyAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        using var body = new HttpBodyStream(this, response);
        var bytes = new byte[MostBytes];
        return bytes[..await body.ReadAtLeastAsync(bytes, MostBytes, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false)];
    }

    /// <summary>What comes next, without the line's end.</summary>
    public async Task<string> ReadLineAsync(CancellationToken cancellationToken)
    {
        int length;
        while ((length = Rest.Span.IndexOf("\r\n"u8)) < 0) await FillAsync(cancellationToken).ConfigureAwait(false);
        var line = Encoding.ASCII.GetString(Rest.Span[..length]);
        _start += length + 2;
        return line;
    }

    /// <summary>What comes next, as much as there is; nothing at the end of the connection.</summary>
    public ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        var taken = Math.Min(buffer.Length, _end - _start);
        if (taken == 0) return connection.ReadAsync(buffer, cancellationToken);
        Rest[..taken].CopyTo(buffer);
        _start += taken;
        return ValueTask.FromResult(taken);
    }

    public static EndOfStreamException BrokeOff() => new("The engine closed the connection before its answer was complete.");

    private async Task FillAsync(CancellationToken cancellationToken)
    {
        if (_end == _buffer.Length && _start > 0)
        {
            Rest.CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }

        if (_end == _buffer.Length) throw new IOException($"The engine's answer has a head of more than {MostBytes} bytes.");
        var read = await connection.ReadAsync(_buffer.AsMemory(_end), cancellationToken).ConfigureAwait(false);
        if (read == 0) throw BrokeOff();
        _end += read;
    }
}
