using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace ContainerKit.Engine.Tests.Support;

/// <summary>The head of a request or a response, and the bytes it came in.</summary>
internal sealed record HttpHead(byte[] Bytes, string[] Lines)
{
    public string Method => Lines[0].Split(' ')[0];

    public string Target => Lines[0].Split(' ')[1];

    public bool IsUpgrade => Lines[0].StartsWith("HTTP/", StringComparison.Ordinal) && Target == "101";

    /// <summary>Statuses without a body, whatever their head says.</summary>
    public bool IsBodiless => Target is "204" or "304";

    public bool IsChunked => Header("Transfer-Encoding") is "chunked";

    public int? ContentLength => Header("Content-Length") is { } length ? int.Parse(length, CultureInfo.InvariantCulture) : null;

    private string? Header(string name) => Lines.Skip(1).Where(line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))
        .Select(line => line[(name.Length + 1)..].Trim()).FirstOrDefault();
}

/// <summary>One side of the proxy: a socket, read as HTTP messages without changing a byte of them.</summary>
internal sealed class HttpWire(Socket socket)
{
    private readonly byte[] _buffer = new byte[64 * 1024];
    private int _start;
    private int _end;

    /// <returns>The next head; null when the other side has closed instead.</returns>
    public async Task<HttpHead?> ReadHeadAsync(CancellationToken cancellationToken)
    {
        int length;
        while ((length = _buffer.AsSpan(_start, _end - _start).IndexOf("\r\n\r\n"u8)) < 0)
        {
            if (!await FillAsync(cancellationToken)) return null;
        }

        var bytes = Take(length + 4).ToArray();
        return new HttpHead(bytes, Encoding.ASCII.GetString(bytes, 0, length).Split("\r\n"));
    }

    /// <summary>The whole body as it came, chunk heads and all.</summary>
    public async Task<byte[]> ReadBodyAsync(HttpHead head, bool isResponse, CancellationToken cancellationToken)
    {
        using var body = new MemoryStream();
        await ForEachPieceAsync(head, isResponse, piece => { body.Write(piece.Span); return Task.CompletedTask; }, cancellationToken);
        return body.ToArray();
    }

    public Task CopyBodyAsync(HttpHead head, HttpWire target, CancellationToken cancellationToken) =>
        ForEachPieceAsync(head, isResponse: true, piece => target.WriteAsync(piece, cancellationToken), cancellationToken);

    public async Task WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        while (bytes.Length > 0) bytes = bytes[await socket.SendAsync(bytes, cancellationToken)..];
    }

    public async Task<ReadOnlyMemory<byte>> ReadSomeAsync(CancellationToken cancellationToken) =>
        _end > _start || await FillAsync(cancellationToken) ? Take(_end - _start).ToArray() : default;

    /// <summary>Passes on what comes, and the end of it.</summary>
    public async Task PipeToAsync(HttpWire target, CancellationToken cancellationToken)
    {
        while (await ReadSomeAsync(cancellationToken) is { IsEmpty: false } piece) await target.WriteAsync(piece, cancellationToken);
        target.EndWriting();
    }

    /// <summary>Waits until the other side gives up.</summary>
    /// <returns>False: the connection does not go on.</returns>
    public async Task<bool> WaitForEndAsync(CancellationToken cancellationToken)
    {
        while (!(await ReadSomeAsync(cancellationToken)).IsEmpty) { }
        return false;
    }

    private void EndWriting() => socket.Shutdown(SocketShutdown.Send);

    private async Task ForEachPieceAsync(HttpHead head, bool isResponse, Func<ReadOnlyMemory<byte>, Task> handle, CancellationToken cancellationToken)
    {
        if (isResponse && head.IsBodiless) return;
        if (head.IsChunked)
        {
            int size;
            do
            {
                var line = await ReadLineAsync(cancellationToken);
                size = int.Parse(Encoding.ASCII.GetString(line).Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
                await handle(line);
                await ForExactlyAsync(size + 2, handle, cancellationToken);
            }
            while (size > 0);
        }
        else if (head.ContentLength is { } length)
        {
            await ForExactlyAsync(length, handle, cancellationToken);
        }
    }

    private async Task ForExactlyAsync(int count, Func<ReadOnlyMemory<byte>, Task> handle, CancellationToken cancellationToken)
    {
        while (count > 0)
        {
            if (_start == _end && !await FillAsync(cancellationToken)) throw new EndOfStreamException();
            var piece = Take(Math.Min(count, _end - _start)).ToArray();
            count -= piece.Length;
            await handle(piece);
        }
    }

    private async Task<byte[]> ReadLineAsync(CancellationToken cancellationToken)
    {
        int length;
        while ((length = _buffer.AsSpan(_start, _end - _start).IndexOf("\r\n"u8)) < 0)
        {
            if (!await FillAsync(cancellationToken)) throw new EndOfStreamException();
        }

        return Take(length + 2).ToArray();
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        var taken = _buffer.AsSpan(_start, count);
        _start += count;
        return taken;
    }

    private async Task<bool> FillAsync(CancellationToken cancellationToken)
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }

        var read = await socket.ReceiveAsync(_buffer.AsMemory(_end), cancellationToken);
        _end += read;
        return read > 0;
    }
}
