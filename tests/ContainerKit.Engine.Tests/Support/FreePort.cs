using System.Net;
using System.Net.Sockets;

namespace ContainerKit.Engine.Tests.Support;

internal static class FreePort
{
    /// <summary>A TCP port of this machine that nobody listened on a moment ago.</summary>
    public static int Find()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
