using System.Globalization;

namespace ContainerKit.Waiting;

/// <summary>
/// The TCP ports that are listened on in a container's network, as Linux tells in <c>/proc/net/tcp</c> and <c>/proc/net/tcp6</c>. This is
/// what a port wait trusts: a connection to a published port tells little, since the engine's own proxy accepts it, server or not.
/// </summary>
internal sealed class ListeningPorts
{
    private const string Listen = "0A";

    private readonly HashSet<int> _open = [];
    private readonly HashSet<int> _loopback = [];

    private ListeningPorts()
    {
    }

    /// <summary>Reads both tables, one after the other or any one of them.</summary>
    public static ListeningPorts Parse(string tables)
    {
        var ports = new ListeningPorts();
        foreach (var line in tables.Split('\n'))
        {
            // "0: 0100007F:1F90 00000000:0000 0A ..."; the title has no colon in its second word.
            var words = line.Split(' ', 5, StringSplitOptions.RemoveEmptyEntries);
            if (words.Length < 5 || words[3] != Listen || words[1].Split(':') is not [var address, var digits]
                || !int.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var port)) continue;
            (IsLoopback(address) ? ports._loopback : ports._open).Add(port);
        }

        return ports;
    }

    /// <summary>
    /// Looks at the tables from this machine, where the container's process runs on it too: that costs no request, needs nothing in the image,
    /// and makes no connection that the server would see.
    /// </summary>
    /// <returns>Null where the process is not to be seen from here, or is another container's or nobody's.</returns>
    public static ListeningPorts? TryReadLocally(string containerId, int processId)
    {
        if (!OperatingSystem.IsLinux() || processId <= 0) return null;
        var process = $"/proc/{processId.ToString(CultureInfo.InvariantCulture)}";
        try
        {
            // The engine may be elsewhere, or number processes otherwise; the control group says whose process this is.
            if (!File.ReadAllText($"{process}/cgroup").Contains(containerId, StringComparison.Ordinal)) return null;
            var tables = File.ReadAllText($"{process}/net/tcp");
            return Parse(File.Exists($"{process}/net/tcp6") ? tables + File.ReadAllText($"{process}/net/tcp6") : tables);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>What is lacking for a port to be ready; null for nothing.</summary>
    public string? WhyNotListening(int port) => _open.Contains(port) ? null
        : _loopback.Contains(port) ? $"port {port} is listened on at the container's loopback only, where nobody outside reaches it"
        : $"nothing listens on port {port} in the container";

    // As the kernel of a little-endian machine writes 127.x.x.x, ::1 and ::ffff:127.x.x.x.
    private static bool IsLoopback(string address) => address.Length == 8
        ? address.EndsWith("7F", StringComparison.Ordinal)
        : address == "00000000000000000000000001000000"
            || (address.StartsWith("0000000000000000FFFF0000", StringComparison.Ordinal) && address.EndsWith("7F", StringComparison.Ordinal));
}
