using System.Buffers.Binary;
using System.Globalization;
using System.Net.Sockets;
using ContainerKit.Discovery;

namespace ContainerKit.Sessions;

/// <summary>
/// The check for an engine that verifiably runs on this machine. A local socket is no proof, because <c>ssh -NL</c> and
/// other proxies forward it to other machines. If the engine's process is not visible, such as behind a socket mounted
/// into a container, the result is false.
/// </summary>
internal static class EngineLocality
{
    // SOL_SOCKET and SO_PEERCRED on most Linux architectures. With the numbers of the others, the result has another
    // length.
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
            if (OperatingSystem.IsLinux()) return IsEngine(GetListenerPid(endpoint.SocketPath), endpoint.SocketPath);
            return OperatingSystem.IsMacOS() && IsDockerDesktopSocket(endpoint.SocketPath);
        }
        catch (Exception e) when (e is SocketException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            return false;
        }
    }

    // The listener is the engine, or systemd: with socket activation, systemd opens Docker's socket before it starts
    // the engine. See https://github.com/moby/moby/pull/3105.
    private static bool IsEngine(int listenerPid, string path) =>
        GetProcessName(listenerPid) is "dockerd" or "podman"
        || (listenerPid == 1
            && GetProcessName(listenerPid) == "systemd"
            && _systemSockets.Contains(path)
            && GetProcessName(ReadDockerPid()) == "dockerd");

    /// <summary>
    /// Returns the pid of the process that listens on a socket, or 0 if it is not visible from here, such as one
    /// outside of this container. See SO_PEERCRED in https://man7.org/linux/man-pages/man7/unix.7.html.
    /// </summary>
    private static int GetListenerPid(string path)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Connect(new UnixDomainSocketEndPoint(path));
        Span<byte> credentials = stackalloc byte[CredentialsLength];
        if (socket.GetRawSocketOption(SocketLevel, PeerCredentials, credentials) != CredentialsLength) return 0;
        return BitConverter.IsLittleEndian
            ? BinaryPrimitives.ReadInt32LittleEndian(credentials)
            : BinaryPrimitives.ReadInt32BigEndian(credentials);
    }

    private static int ReadDockerPid() =>
        int.TryParse(File.ReadAllText("/run/docker.pid").Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var pid) ? pid : 0;

    private static string GetProcessName(int pid) =>
        pid > 0 ? File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/comm")).Trim() : "";

    // Docker Desktop links /var/run/docker.sock to a socket in the user's home; see
    // https://github.com/docker/for-mac/issues/7109.
    private static bool IsDockerDesktopSocket(string path) =>
        (File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path)
        == Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".docker", "run", "docker.sock");
}
