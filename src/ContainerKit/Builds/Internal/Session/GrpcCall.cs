using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Text;
using ContainerKit.Files;
using ContainerKit.Http;

namespace ContainerKit.Builds;

/// <summary>
/// A gRPC call on an HTTP/2 stream. Each message has a prefix of five bytes: whether it is compressed, and its length
/// (https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md).
/// </summary>
internal sealed class GrpcCall(Http2Stream stream) : IDisposable
{
    private const int PrefixSize = 5;
    private const int MaximumMessage = 4 * 1024 * 1024;
    private const int MaximumStatusMessage = 1000;

    private readonly SemaphoreSlim _lock = new(1, 1);
    private bool _hasHeaders;

    /// <summary>The path of the method, such as <c>/grpc.health.v1.Health/Check</c>.</summary>
    public string Method => stream.Headers.FirstOrDefault(header => header.Name == ":path").Value ?? "";

    /// <summary>The token that is canceled when the client or the end of the connection aborts the call.</summary>
    public CancellationToken Aborted => stream.Aborted;

    /// <summary>
    /// Returns the values of a metadata key. BuildKit escapes values that are not ASCII like those of a query, and marks the key
    /// (<c>encodeOpts</c> in https://github.com/moby/buildkit/blob/v0.20.0/session/filesync/filesync.go).
    /// </summary>
    public IReadOnlyList<string> GetMetadata(string key)
    {
        var isEscaped = stream.Headers.Any(header => header.Name == key + "-encoded" && header.Value is "1" or "true");
        return
        [
            .. from header in stream.Headers
               where header.Name == key
               let bytes = Encoding.Latin1.GetBytes(header.Value)
               select PathText.Decode(isEscaped ? WebUtility.UrlDecodeToBytes(bytes, 0, bytes.Length) : bytes),
        ];
    }

    /// <summary>Reads the next message. Returns null if the client has sent all of its messages.</summary>
    /// <exception cref="GrpcException">The message is too long, compressed or cut off.</exception>
    public async Task<byte[]?> ReadAsync()
    {
        var prefix = new byte[PrefixSize];
        var count = await FillAsync(prefix).ConfigureAwait(false);
        if (count == 0) return null;
        var length = BinaryPrimitives.ReadUInt32BigEndian(prefix.AsSpan(1));
        if (count < PrefixSize || prefix[0] != 0 || length > MaximumMessage)
            throw new GrpcException(GrpcStatus.InvalidArgument, "a message is cut off, compressed or too long");
        var message = new byte[length];
        return await FillAsync(message).ConfigureAwait(false) == length
            ? message
            : throw new GrpcException(GrpcStatus.InvalidArgument, "a message is cut off");
    }

    /// <summary>Sends a message. Several callers may send at the same time.</summary>
    public async Task WriteAsync(ReadOnlyMemory<byte> message)
    {
        await _lock.WaitAsync(Aborted).ConfigureAwait(false);
        var buffer = ArrayPool<byte>.Shared.Rent(PrefixSize + message.Length);
        try
        {
            buffer[0] = 0;
            BinaryPrimitives.WriteInt32BigEndian(buffer.AsSpan(1), message.Length);
            message.CopyTo(buffer.AsMemory(PrefixSize));
            await WriteHeadersAsync().ConfigureAwait(false);
            await stream.WriteAsync(buffer.AsMemory(0, PrefixSize + message.Length)).ConfigureAwait(false);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
            _lock.Release();
        }
    }

    /// <summary>Ends the call.</summary>
    public async Task FinishAsync(GrpcStatus status, string message)
    {
        await WriteHeadersAsync().ConfigureAwait(false);
        var code = ((int)status).ToString(CultureInfo.InvariantCulture);
        var text = Uri.EscapeDataString(PathText.Display(message[..Math.Min(message.Length, MaximumStatusMessage)]));
        await stream.WriteHeadersAsync([("grpc-status", code), ("grpc-message", text)], isLast: true).ConfigureAwait(false);
    }

    public void Dispose() => _lock.Dispose();

    private async Task WriteHeadersAsync()
    {
        if (_hasHeaders) return;
        _hasHeaders = true;
        await stream.WriteHeadersAsync([(":status", "200"), ("content-type", "application/grpc")], isLast: false).ConfigureAwait(false);
    }

    private async Task<int> FillAsync(byte[] buffer)
    {
        var filled = 0;
        while (filled < buffer.Length)
        {
            var count = await stream.ReadAsync(buffer.AsMemory(filled)).ConfigureAwait(false);
            if (count == 0) break;
            filled += count;
        }

        return filled;
    }
}
