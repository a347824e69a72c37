using System.Globalization;

namespace ContainerKit.Waiting;

/// <summary>
/// The TCP ports on which processes in a container's network listen, from Linux's <c>/proc/net/tcp</c> and
/// <c>/proc/net/tcp6</c>. A port wait uses these tables, because a connection to a published port proves little: the proxy
/// of the engine accepts it even without a server.
/// </summary>
internal sealed class ListeningPorts
{
    private const string ListenState = "0A";

    private readonly HashSet<int> _reachable = [];
    private readonly HashSet<int> _loopback = [];

    private ListeningPorts()
    {
    }

    /// <summary>Parses one table, or both tables one after the other.</summary>
    public static ListeningPorts Parse(string tables)
    {
        var ports = new ListeningPorts();
        foreach (var line in tables.Split('\n'))
        {
            // "0: 0100007F:1F90 00000000:0000 0A ..."; the title has no colon in its second word.
            var words = line.Split(' ', 5, StringSplitOptions.RemoveEmptyEntries);
            if (words.Length < 5 || words[3] != ListenState || words[1].Split(':') is not [var address, var digits]
                || !int.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var port)) continue;
            (IsLoopback(address) ? ports._loopback : ports._reachable).Add(port);
        }

        return ports;
    }

    /// <summary>
    /// Reads the tables through the container's process, if it runs on this machine. That costs no request, needs no tool in
    /// the image, and opens no connection that the server would see.
    /// </summary>
    /// <returns>
    /// The ports; null if the process is not visible from here, has exited, or belongs to another container.
    /// </returns>
    public static ListeningPorts? TryReadLocally(string containerId, int processId)
    {
        if (!OperatingSystem.IsLinux() || processId <= 0) return null;
        var process = $"/proc/{processId.ToString(CultureInfo.InvariantCulture)}";
        try
        {
            // The engine may run on another machine or in another PID namespace. The control group identifies the container.
            if (!File.ReadAllText($"{process}/cgroup").Contains(containerId, StringComparison.Ordinal)) return null;
            var tables = File.ReadAllText($"{process}/net/tcp");
            return Parse(File.Exists($"{process}/net/tcp6") ? tables + File.ReadAllText($"{process}/net/tcp6") : tables);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Returns the reason why a port is not ready; null if a server listens on it.</summary>
    public string? WhyNotListening(int port) => _reachable.Contains(port) ? null
        : _loopback.Contains(port)
        ? $"a server listens on port {port} of the container's loopback only, which is not reachable from outside"
        : $"nothing listens on port {port} in the container";

    // The kernel of a little-endian machine writes 127.x.x.x, ::1 and ::ffff:127.x.x.x like this.
    private static bool IsLoopback(string address) => address.Length == 8
        ? address.EndsWith("7F", StringComparison.Ordinal)
        : address == "00000000000000000000000001000000"
            || (address.StartsWith("0000000000000000FFFF0000", StringComparison.Ordinal)
                && address.EndsWith("7F", StringComparison.Ordinal));
}
