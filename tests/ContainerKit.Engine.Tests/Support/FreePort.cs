using System.Net;
using System.Net.Sockets;

namespace ContainerKit.Engine.Tests.Support;

/// <summary>Finds free TCP ports of this machine.</summary>
internal static class FreePort
{
    /// <summary>Returns a TCP port of this machine that was free a moment ago.</summary>
    public static int Find()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    /// <summary>Returns the first of two consecutive free ports.</summary>
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
