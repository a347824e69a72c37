using System.Net.Sockets;

namespace ContainerKit.Http;

/// <summary>A connection over a Unix or TCP socket.</summary>
internal sealed class SocketDuplexStream(Socket socket) : DuplexStream(new NetworkStream(socket, ownsSocket: true))
{
    public override void CloseWrite() => socket.Shutdown(SocketShutdown.Send);
}
