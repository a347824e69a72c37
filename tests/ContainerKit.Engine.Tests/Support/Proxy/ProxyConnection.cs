using System.Net.Sockets;
using System.Text;

namespace ContainerKit.Engine.Tests.Support.Proxy;

/// <summary>A connection of a client and the corresponding connection to the engine.</summary>
internal sealed class ProxyConnection(EngineProxy proxy, Socket client, Socket engine) : IDisposable
{
    private static readonly byte[] _errorResponse = Encoding.ASCII.GetBytes(
        "HTTP/1.1 500 Internal Server Error\r\nContent-Type: application/json\r\nContent-Length: 31\r\n\r\n"
        + "{\"message\":\"broken on purpose\"}");

    private readonly HttpReader _requests = new(new UnreadByteReceiver(client).ReceiveAsync);
    private readonly HttpReader _responses = new((buffer, token) => engine.ReceiveAsync(buffer, token));

    /// <summary>Serves requests until a side or a fault closes the connection.</summary>
    public async Task ServeAsync(CancellationToken cancellationToken)
    {
        while (await _requests.ReadHeadAsync(cancellationToken) is { } head)
        {
            using var request = new MemoryStream();
            request.Write(head.Bytes);
            await _requests.PassBodyAsync(head, request.WriteAsync, cancellationToken);
            if (!await RespondAsync(request.ToArray(), proxy.RecordRequest(head), cancellationToken)) return;
        }
    }

    /// <summary>Closes both sides. The client sees a reset, because the last byte of its request is unread.</summary>
    public void Dispose()
    {
        client.Dispose();
        engine.Dispose();
    }

    /// <returns>True if the connection stays open.</returns>
    private async Task<bool> RespondAsync(byte[] request, Fault? fault, CancellationToken cancellationToken)
    {
        switch (fault?.Kind)
        {
            case FaultKind.ResetBeforeForward:
                return false;
            case FaultKind.HangBeforeForward:
                await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
                return false;
            case FaultKind.Status500:
                await ToClientAsync(_errorResponse, cancellationToken);
                return true;
            case FaultKind.ResetWhileWorking:
                client.Dispose();
                await fault.Act();
                break;
            case FaultKind.ActOnArrival:
                await fault.Act();
                break;
        }

        await ToEngineAsync(request, cancellationToken);
        var head = await _responses.ReadHeadAsync(cancellationToken)
            ?? throw new EndOfStreamException("The engine closed the connection without a response.");
        head.AnswersHead = request.AsSpan().StartsWith("HEAD "u8);
        if (fault?.Kind is not (null or FaultKind.ActOnArrival))
        {
            if (fault.Kind is not FaultKind.ActOnResponse) return await BreakResponseAsync(head, fault.Kind, cancellationToken);
            var body = await ReadBodyAsync(head, cancellationToken);
            await fault.Act();
            await ToClientAsync((byte[])[.. head.Bytes, .. body], cancellationToken);
        }
        else
        {
            await ToClientAsync(head.Bytes, cancellationToken);
            await _responses.PassBodyAsync(head, ToClientAsync, cancellationToken);
        }

        if (head.IsUpgrade) await TunnelAsync(cancellationToken);
        // A response without a length ends when the engine closes the connection.
        return !head.IsUpgrade && (head.IsChunked || head.Length is not null);
    }

    private async Task<bool> BreakResponseAsync(HttpHead head, FaultKind kind, CancellationToken cancellationToken)
    {
        // A raw stream has no data until the client, which waits for the header section, starts the process.
        if (head.IsUpgrade && kind is FaultKind.ResetInBody)
        {
            await ToClientAsync(head.Bytes, cancellationToken);
            var frame = await _responses.ReadFrameAsync(cancellationToken);
            await ToClientAsync(frame.AsMemory(0, frame.Length / 2), cancellationToken);
            return false;
        }

        var body = await ReadBodyAsync(head, cancellationToken);
        proxy.SetResponded();
        if (kind is FaultKind.HangAfterForward) await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        if (kind is FaultKind.ResetAfterHead or FaultKind.ResetInBody) await ToClientAsync(head.Bytes, cancellationToken);
        if (kind is FaultKind.ResetInBody) await ToClientAsync(body.AsMemory(0, body.Length / 2), cancellationToken);
        return false;
    }

    private async Task<byte[]> ReadBodyAsync(HttpHead head, CancellationToken cancellationToken)
    {
        using var body = new MemoryStream();
        await _responses.PassBodyAsync(head, body.WriteAsync, cancellationToken);
        return body.ToArray();
    }

    // Each side can close its sending direction alone. A process sees the end of its standard input in this way.
    private async Task TunnelAsync(CancellationToken cancellationToken)
    {
        await Task.WhenAll(
            ForwardAsync(_requests, ToEngineAsync, engine, cancellationToken),
            ForwardAsync(_responses, ToClientAsync, client, cancellationToken));
    }

    private static async Task ForwardAsync(HttpReader from, Pass pass, Socket to, CancellationToken cancellationToken)
    {
        await from.PassAllAsync(pass, cancellationToken);
        to.Shutdown(SocketShutdown.Send);
    }

    private ValueTask ToClientAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        proxy.CountResponseBytes(bytes.Length);
        return SendAsync(client, bytes, cancellationToken);
    }

    private ValueTask ToEngineAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) =>
        SendAsync(engine, bytes, cancellationToken);

    private static async ValueTask SendAsync(Socket to, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        while (bytes.Length > 0) bytes = bytes[await to.SendAsync(bytes, SocketFlags.None, cancellationToken)..];
    }
}
