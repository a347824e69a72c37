using System.Net.Sockets;

namespace ContainerKit.Http;

/// <summary>Over a unix or TCP socket: the kernel knows half-closing.</summary>
internal sealed class SocketDuplexStream(Socket socket) : DuplexStream(new NetworkStream(socket, ownsSocket: true))
{
    public override void CloseWrite() => socket.Shutdown(SocketShutdown.Send);
}
