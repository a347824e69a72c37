using System.Buffers.Binary;
using System.Globalization;
using System.Net.Sockets;
using ContainerKit.Discovery;

namespace ContainerKit.Testing.Sessions;

/// <summary>
/// Whether an engine is seen to run on this machine. That its socket is here says little: <c>ssh -NL</c> brings another machine's here, and so
/// does whoever passes connections on. What cannot be seen, such as the engine behind a container's mounted socket, is a no.
/// </summary>
internal static class EngineLocality
{
    // The socket level and SO_PEERCRED, as Linux numbers them nearly everywhere; where it does not, the answer has another length.
    private const int SocketLevel = 1;
    private const int PeerCredentials = 17;
    private const int CredentialsLength = 12;

    private static readonly string[] _systemSockets = ["/var/run/docker.sock", "/run/docker.sock"];

    public static bool IsLocalMachine(EngineEndpoint endpoint)
    {
        if (endpoint.Address.Scheme == "npipe") return OperatingSystem.IsWindows() && endpoint.Address.Host is "." or "localhost" or "";
        if (endpoint.Address.Scheme != "unix") return false;
        try
        {
            if (OperatingSystem.IsLinux()) return IsEngine(Listener(endpoint.SocketPath), endpoint.SocketPath);
            return OperatingSystem.IsMacOS() && IsDockerDesktops(endpoint.SocketPath);
        }
        catch (Exception e) when (e is SocketException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            return false;
        }
    }

    // Who listens is an engine, or the system's first process for one: that opens Docker's socket before it starts the engine.
    private static bool IsEngine(int listener, string path) =>
        Name(listener) is "dockerd" or "podman"
        || (listener == 1 && Name(listener) == "systemd" && _systemSockets.Contains(path) && Name(SystemEngine()) == "dockerd");

    /// <summary>The pid of the process that listens at a socket; 0 for one that cannot be seen from here, such as outside of this container.</summary>
    private static int Listener(string path)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Connect(new UnixDomainSocketEndPoint(path));
        Span<byte> credentials = stackalloc byte[CredentialsLength];
        if (socket.GetRawSocketOption(SocketLevel, PeerCredentials, credentials) != CredentialsLength) return 0;
        return BitConverter.IsLittleEndian ? BinaryPrimitives.ReadInt32LittleEndian(credentials) : BinaryPrimitives.ReadInt32BigEndian(credentials);
    }

    private static int SystemEngine() =>
        int.TryParse(File.ReadAllText("/run/docker.pid").Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var pid) ? pid : 0;

    private static string Name(int pid) => pid > 0 ? File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/comm")).Trim() : "";

    // The system's socket is a link to it.
    private static bool IsDockerDesktops(string path) =>
        (File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path)
        == Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".docker", "run", "docker.sock");
}
