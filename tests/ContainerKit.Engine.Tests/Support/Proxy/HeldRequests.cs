using System.Net.Sockets;

namespace ContainerKit.Engine.Tests.Support;

/// <summary>
/// Receives from a socket, and leaves the last byte of what it has handed out in the kernel until the next call. A unix socket knows no
/// reset of its own, but one that is closed with bytes unread makes its peer's next read fail as a reset does.
/// </summary>
internal sealed class HeldRequests(Socket socket)
{
    private readonly byte[] _one = new byte[1];
    private bool _isHolding;

    public async ValueTask<int> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        if (_isHolding) await socket.ReceiveAsync(_one, cancellationToken);
        _isHolding = false;
        var seen = await socket.ReceiveAsync(buffer, SocketFlags.Peek, cancellationToken);
        if (seen == 0) return 0;
        // What was peeked is there, so these are taken at once.
        for (var left = seen - 1; left > 0;) left -= await socket.ReceiveAsync(buffer[(seen - 1 - left)..(seen - 1)], cancellationToken);
        _isHolding = true;
        return seen;
    }
}
