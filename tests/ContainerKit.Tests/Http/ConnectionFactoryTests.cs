using System.Net;
using System.Net.Sockets;
using ContainerKit.Http;

namespace ContainerKit.Tests.Http;

public sealed class ConnectionFactoryTests
{
    [Fact(Timeout = 10_000)]
    public async Task A_TCP_connection_to_an_engine_uses_keep_alive_to_detect_a_lost_host()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var socket = ConnectionFactory.NewTcpSocket();

        await socket.ConnectAsync(listener.LocalEndpoint, TestContext.Current.CancellationToken);

        Option(SocketOptionLevel.Socket, SocketOptionName.KeepAlive).Should().NotBe(0);
        Option(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime).Should().Be(30);
        Option(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval).Should().Be(10);

        int Option(SocketOptionLevel level, SocketOptionName name) => (int)socket.GetSocketOption(level, name)!;
    }
}
