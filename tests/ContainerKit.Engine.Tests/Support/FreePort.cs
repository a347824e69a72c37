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

    /// <summary>The first of two such ports in a row.</summary>
    public static int FindTwo()
    {
        while (true)
        {
            var first = Find();
            if (first < IPEndPoint.MaxPort && IsFree(first + 1)) return first;
        }
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var probe = new TcpListener(IPAddress.Loopback, port);
            probe.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
