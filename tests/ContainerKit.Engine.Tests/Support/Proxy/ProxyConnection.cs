using System.Net.Sockets;
using System.Text;

namespace ContainerKit.Engine.Tests.Support;

/// <summary>One connection of a client, and the one to the engine that stands for it.</summary>
internal sealed class ProxyConnection(EngineProxy proxy, Socket client, Socket engine) : IDisposable
{
    private static readonly byte[] _brokenOnPurpose = Encoding.ASCII.GetBytes(
        "HTTP/1.1 500 Internal Server Error\r\nContent-Type: application/json\r\nContent-Length: 31\r\n\r\n{\"message\":\"broken on purpose\"}");

    private readonly HttpReader _requests = new(new HeldRequests(client).ReceiveAsync);
    private readonly HttpReader _answers = new((buffer, token) => engine.ReceiveAsync(buffer, token));

    /// <summary>Serves requests until either side ends the connection, or a fault does.</summary>
    public async Task ServeAsync(CancellationToken cancellationToken)
    {
        while (await _requests.ReadHeadAsync(cancellationToken) is { } head)
        {
            using var request = new MemoryStream();
            request.Write(head.Bytes);
            await _requests.PassBodyAsync(head, request.WriteAsync, cancellationToken);
            if (!await AnswerAsync(request.ToArray(), proxy.Note(head), cancellationToken)) return;
        }
    }

    /// <summary>Ends both sides at once. What the client has sent last is unread, so it sees a reset.</summary>
    public void Dispose()
    {
        client.Dispose();
        engine.Dispose();
    }

    /// <returns>Whether the connection goes on.</returns>
    private async Task<bool> AnswerAsync(byte[] request, Fault? fault, CancellationToken cancellationToken)
    {
        switch (fault?.Kind)
        {
            case FaultKind.ResetBeforeForward:
                return false;
            case FaultKind.HangBeforeForward:
                await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
                return false;
            case FaultKind.Status500:
                await ToClientAsync(_brokenOnPurpose, cancellationToken);
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
        var head = await _answers.ReadHeadAsync(cancellationToken) ?? throw new EndOfStreamException("The engine did not answer.");
        if (fault?.Kind is not (null or FaultKind.ActOnArrival))
        {
            if (fault.Kind is not FaultKind.ActOnAnswer) return await BreakAsync(head, fault.Kind, cancellationToken);
            var body = await ReadBodyAsync(head, cancellationToken);
            await fault.Act();
            await ToClientAsync((byte[])[.. head.Bytes, .. body], cancellationToken);
        }
        else
        {
            await ToClientAsync(head.Bytes, cancellationToken);
            await _answers.PassBodyAsync(head, ToClientAsync, cancellationToken);
        }

        if (head.IsUpgrade) await TunnelAsync(cancellationToken);
        // Without a length, it was the engine's end of the connection that told the end of the answer.
        return !head.IsUpgrade && (head.IsChunked || head.Length is not null);
    }

    private async Task<bool> BreakAsync(HttpHead head, FaultKind kind, CancellationToken cancellationToken)
    {
        // Of a raw stream nothing comes until the client, which has to see the head first, starts what writes to it.
        if (head.IsUpgrade && kind is FaultKind.ResetInBody)
        {
            await ToClientAsync(head.Bytes, cancellationToken);
            var frame = await _answers.ReadFrameAsync(cancellationToken);
            await ToClientAsync(frame.AsMemory(0, frame.Length / 2), cancellationToken);
            return false;
        }

        var body = await ReadBodyAsync(head, cancellationToken);
        proxy.NoteAnswer();
        if (kind is FaultKind.HangAfterForward) await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        if (kind is FaultKind.ResetAfterHead or FaultKind.ResetInBody) await ToClientAsync(head.Bytes, cancellationToken);
        if (kind is FaultKind.ResetInBody) await ToClientAsync(body.AsMemory(0, body.Length / 2), cancellationToken);
        return false;
    }

    private async Task<byte[]> ReadBodyAsync(HttpHead head, CancellationToken cancellationToken)
    {
        using var body = new MemoryStream();
        await _answers.PassBodyAsync(head, body.WriteAsync, cancellationToken);
        return body.ToArray();
    }

    // Either side may close its sending half alone: that is how a process learns that its standard input has ended.
    private async Task TunnelAsync(CancellationToken cancellationToken)
    {
        await Task.WhenAll(
            OneWayAsync(_requests, ToEngineAsync, engine, cancellationToken),
            OneWayAsync(_answers, ToClientAsync, client, cancellationToken));
    }

    private static async Task OneWayAsync(HttpReader from, Pass pass, Socket to, CancellationToken cancellationToken)
    {
        await from.PassAllAsync(pass, cancellationToken);
        to.Shutdown(SocketShutdown.Send);
    }

    private ValueTask ToClientAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        proxy.NoteAnswered(bytes.Length);
        return SendAsync(client, bytes, cancellationToken);
    }

    private ValueTask ToEngineAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) => SendAsync(engine, bytes, cancellationToken);

    private static async ValueTask SendAsync(Socket to, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        while (bytes.Length > 0) bytes = bytes[await to.SendAsync(bytes, SocketFlags.None, cancellationToken)..];
    }
}
