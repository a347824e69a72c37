using System.Net.Sockets;

namespace ContainerKit.Engine.Tests.Support.Proxy;

/// <summary>
/// Receives from a socket, but leaves the last received byte unread in the kernel until the next call. Unix sockets
/// have no reset, but if one is closed with unread bytes, the next read of its peer fails as after a reset.
/// </summary>
internal sealed class UnreadByteReceiver(Socket socket)
{
    private readonly byte[] _lastByte = new byte[1];
    private bool _hasUnreadByte;

    public async ValueTask<int> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        if (_hasUnreadByte) await socket.ReceiveAsync(_lastByte, cancellationToken);
        _hasUnreadByte = false;
        var available = await socket.ReceiveAsync(buffer, SocketFlags.Peek, cancellationToken);
        if (available == 0) return 0;
        // The peeked bytes are available, so this does not wait.
        for (var remaining = available - 1; remaining > 0;)
            remaining -= await socket.ReceiveAsync(buffer[(available - 1 - remaining)..(available - 1)], cancellationToken);
        _hasUnreadByte = true;
        return available;
    }
}
