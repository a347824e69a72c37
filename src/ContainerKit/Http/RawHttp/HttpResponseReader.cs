using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;
using System.Text;
using ContainerKit.Diagnostics;

namespace ContainerKit.Http;

/// <summary>
/// Reads one HTTP/1.1 response from a raw connection. The body is read through this reader too, because its first bytes
/// may arrive together with the head.
/// </summary>
internal sealed class HttpResponseReader(Stream connection)
{
    // The limit for the head, which has a few hundred bytes from an engine, and for the body of an error response.
    private const int MaxBytes = ResponseLimits.Error;

    // Each hop may send one "100 Continue", and a server several "103 Early Hints".
    private const int MaxInterimResponses = 32;

    private readonly byte[] _buffer = new byte[MaxBytes];
    private int _start;
    private int _end;

    /// <summary>The bytes that were received after the head.</summary>
    public ReadOnlyMemory<byte> Rest => _buffer.AsMemory(_start, _end - _start);

    /// <summary>
    /// Reads the status line and the headers. Interim responses such as <c>100 Continue</c> are skipped, but not the one that
    /// switches the protocol.
    /// </summary>
    /// <exception cref="IOException">The peer does not send HTTP, or closed the connection.</exception>
    public async Task<HttpResponseMessage> ReadHeadAsync(CancellationToken cancellationToken)
    {
        for (var interim = 0; interim <= MaxInterimResponses; interim++)
        {
            int length;
            while ((length = Rest.Span.IndexOf("\r\n\r\n"u8)) < 0) await FillAsync(cancellationToken).ConfigureAwait(false);
            var response = ParseHead(Encoding.ASCII.GetString(Rest.Span[..length]));
            _start += length + 4;
            if (response.StatusCode is >= HttpStatusCode.OK or HttpStatusCode.SwitchingProtocols) return response;
            response.Dispose();
        }

        throw new IOException($"The engine sent more than {MaxInterimResponses} interim responses (1xx) and no final one.");
    }

    /// <summary>Reads the body, at most 64 KiB of it: it is used for error responses.</summary>
    public async Task<byte[]> ReadBodyAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        using var body = new HttpBodyStream(this, response);
        var bytes = new byte[MaxBytes];
        return bytes[..await body.ReadAtLeastAsync(bytes, MaxBytes, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false)];
    }

    /// <summary>Removes bytes from the start of <see cref="Rest"/>.</summary>
    public void Skip(int count) => _start += count;

    /// <summary>Reads the bytes that are available; returns 0 at the end of the connection.</summary>
    public ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        var taken = Math.Min(buffer.Length, _end - _start);
        if (taken == 0) return connection.ReadAsync(buffer, cancellationToken);
        Rest[..taken].CopyTo(buffer);
        _start += taken;
        return ValueTask.FromResult(taken);
    }

    /// <summary>Waits for more bytes, and adds them to <see cref="Rest"/>.</summary>
    /// <exception cref="IOException">The connection ended, or the buffer is full.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public async ValueTask FillAsync(CancellationToken cancellationToken)
    {
        if (_start == _end || (_end == _buffer.Length && _start > 0))
        {
            Rest.CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }

        if (_end == _buffer.Length) throw new IOException($"The head of the engine's response has more than {MaxBytes} bytes.");
        var read = await connection.ReadAsync(_buffer.AsMemory(_end), cancellationToken).ConfigureAwait(false);
        if (read == 0) throw CreateConnectionClosedException();
        _end += read;
    }

    /// <summary>Creates the exception for a response that ended early.</summary>
    public static EndOfStreamException CreateConnectionClosedException() =>
        new("The engine closed the connection before its response was complete.");

    private static HttpResponseMessage ParseHead(string head)
    {
        var lines = head.Split("\r\n");
        var status = lines[0].Split(' ', 3);
        if (status.Length < 2 || !status[0].StartsWith("HTTP/1.", StringComparison.Ordinal)
            || !int.TryParse(status[1], NumberStyles.None, CultureInfo.InvariantCulture, out var code) || code is < 100 or > 999)
            throw new IOException($"The engine's response is not HTTP: \"{VisibleText.Quote(lines[0])}\".");

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
}
