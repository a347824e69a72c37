using System.Net;
using System.Net.Sockets;
using ContainerKit.Http;

namespace ContainerKit.Tests.Engines;

public sealed class ConnectionFactoryTests
{
    [Fact(Timeout = 10_000)]
    public async Task A_connection_to_another_host_notices_when_that_vanishes()
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
