using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace ContainerKit.Discovery;

/// <summary>Finds the host of the container that this process runs in.</summary>
internal static class ContainerHost
{
    // SOL_SOCKET and SO_PEERCRED on most Linux architectures. With the numbers of the others, the result has another length.
    private const int SocketLevel = 1;
    private const int PeerCredentials = 17;
    private const int CredentialsLength = 12;

    // Created by Docker and by Podman in each container.
    private static readonly string[] _markers = ["/.dockerenv", "/run/.containerenv"];

    // The bridges of engines. A network that has one is that of the host, or that of an engine in this container.
    private static readonly string[] _bridges = ["docker0", "podman0"];

    // The names that Docker Desktop and the option --add-host=host.docker.internal:host-gateway, or Podman, give to the host. With a
    // rootless Podman, the default gateway is not the host: see --network in
    // https://docs.podman.io/en/latest/markdown/podman-run.1.html.
    private static readonly string[] _names = ["host.docker.internal", "host.containers.internal"];

    /// <summary>
    /// Returns the name of the host in the hosts file, or the address of the default gateway; null outside of a container, or if the
    /// container has the network of the host.
    /// </summary>
    public static string? FindGateway() => FindGateway("/");

    /// <summary>Returns the address of the host in a file system with another root.</summary>
    public static string? FindGateway(string root)
    {
        try
        {
            if (!_markers.Any(marker => File.Exists(At(marker)))) return null;
            if (_bridges.Any(bridge => Directory.Exists(At("/sys/class/net/" + bridge)))) return null;
            return ReadName(At("/etc/hosts")) ?? ReadGateway(File.ReadLines(At("/proc/net/route")));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Not Linux, or a container without /proc. Ports are then assumed to be on this machine.
            return null;
        }

        string At(string path) => Path.Combine(root, path[1..]);
    }

    /// <summary>
    /// Indicates whether the process that listens on a socket is outside of this container: its pid is not visible here. See SO_PEERCRED
    /// in https://man7.org/linux/man-pages/man7/unix.7.html.
    /// </summary>
    public static bool IsMountedSocket(string path)
    {
        try
        {
            using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            socket.Connect(new UnixDomainSocketEndPoint(path));
            Span<byte> credentials = stackalloc byte[CredentialsLength];
            return socket.GetRawSocketOption(SocketLevel, PeerCredentials, credentials) == CredentialsLength
                && credentials[..sizeof(int)].IndexOfAnyExcept((byte)0) < 0;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    // An engine of this container may have its own name for itself, which is not the host.
    private static string? ReadName(string file)
    {
        if (!File.Exists(file)) return null;
        foreach (var line in File.ReadLines(file))
        {
            var fields = line.Split('#')[0].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (fields.Length < 2 || !IPAddress.TryParse(fields[0], out var address) || IPAddress.IsLoopback(address)) continue;
            if (fields.Skip(1).FirstOrDefault(_names.Contains) is { } name) return name;
        }

        return null;
    }

    // The fields of a line: interface, destination, gateway, ... in hexadecimal in the byte order of the machine. See proc_net(5) in
    // https://man7.org/linux/man-pages/man5/proc.5.html.
    private static string? ReadGateway(IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            var fields = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (fields.Length < 3 || fields[1] != "00000000") continue;
            if (!uint.TryParse(fields[2], NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var gateway) || gateway == 0) continue;
            return new IPAddress(BitConverter.GetBytes(gateway)).ToString();
        }

        return null;
    }
}
