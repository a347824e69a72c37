using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace ContainerKit;

/// <summary>
/// A container's port that its host offers to others, or a range of them. A number or a text such as <c>"8080:80/tcp"</c> or <c>"8000-8010:80-90"</c>
/// converts by itself.
/// </summary>
/// <param name="ContainerPort">The port inside, 1 to 65535.</param>
/// <param name="HostPort">The port on the host; 0 lets the engine choose a free one.</param>
/// <param name="Protocol">The protocol.</param>
/// <param name="HostAddress">
/// The host's address to listen on; null for the safe default: 127.0.0.1 where the engine runs on this machine, and all addresses where it does not.
/// </param>
public sealed partial record PublishedPort(int ContainerPort, int HostPort = 0, PortProtocol Protocol = PortProtocol.Tcp, IPAddress? HostAddress = null)
{
    /// <inheritdoc cref="PublishedPort(int, int, PortProtocol, IPAddress)" path="/param[@name='ContainerPort']"/>
    public int ContainerPort { get; init; } = ContainerPort is > 0 and <= 65535
        ? ContainerPort
        : throw new ArgumentOutOfRangeException(nameof(ContainerPort), ContainerPort, "A container's port is a number from 1 to 65535.");

    /// <inheritdoc cref="PublishedPort(int, int, PortProtocol, IPAddress)" path="/param[@name='HostPort']"/>
    public int HostPort { get; init; } = HostPort is >= 0 and <= 65535
        ? HostPort
        : throw new ArgumentOutOfRangeException(nameof(HostPort), HostPort, "A host's port is a number from 1 to 65535, or 0 for any free one.");

    /// <summary>This TCP port, on a host port that the engine chooses.</summary>
    public static implicit operator PublishedPort(int containerPort) => new(containerPort);

    /// <inheritdoc cref="Parse"/>
    public static implicit operator PublishedPort(string text) => Parse(text);

    /// <summary>
    /// Reads what <c>docker run -p</c> takes: <c>[[address:][hostPort]:]containerPort[/protocol]</c>, IPv6 addresses in brackets, each port also a range
    /// <c>first-last</c>.
    /// </summary>
    /// <exception cref="ArgumentException">The text is not of that form.</exception>
    public static PublishedPort Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        var protocol = slash < 0 ? PortProtocol.Tcp : text[(slash + 1)..].ToLowerInvariant() switch
        {
            "tcp" => PortProtocol.Tcp,
            "udp" => PortProtocol.Udp,
            "sctp" => PortProtocol.Sctp,
            _ => throw Refuse(),
        };

        var ports = slash < 0 ? text : text[..slash];
        var (container, lastContainer) = Range(After(ref ports));
        var (host, lastHost) = ports.Length == 0 ? (0, null) : After(ref ports) is { Length: > 0 } chosen ? Range(chosen) : (0, null);
        IPAddress? address = null;
        if (ports.Length > 0 && !TryAddress(ports, out address)) throw Refuse();
        var published = new PublishedPort(container, host, protocol, address) { LastContainerPort = lastContainer, LastHostPort = lastHost };
        published.Validate();
        return published;

        static string After(ref string rest)
        {
            var colon = rest.LastIndexOf(':');
            var last = rest[(colon + 1)..];
            rest = colon < 0 ? "" : rest[..colon];
            return last;
        }

        (int First, int? Last) Range(string text) => text.Split('-') switch
        {
            [var one] => (Number(one), null),
            [var first, var last] when Number(first) < Number(last) => (Number(first), Number(last)),
            _ => throw Refuse(),
        };

        int Number(string digits) => int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and <= 65535
            ? port
            : throw Refuse();

        // As docker has it: IPv6 in brackets, or nobody could tell where the address ends and the ports begin; IPv4 as four plain
        // numbers, for .NET would read the typing error "8000:8080:80" as the address 0.0.31.64.
        static bool TryAddress(string text, out IPAddress? address) => text is ['[', .. var inner, ']']
            ? IPAddress.TryParse(inner, out address) && address.AddressFamily == AddressFamily.InterNetworkV6
            : IPAddress.TryParse(text, out address) && address.AddressFamily == AddressFamily.InterNetwork && address.ToString() == text;

        ArgumentException Refuse() =>
            new($"'{text}' is not a port to publish; write \"80\", \"8080:80\", \"127.0.0.1:8080:80\", a range \"8000-8010:80-90\", or any of them with \"/udp\".", nameof(text));
    }

    /// <summary>The port as <c>docker run -p</c> takes it.</summary>
    public override string ToString()
    {
        var protocol = Protocol == PortProtocol.Tcp ? "" : "/" + ProtocolName(Protocol);
        var host = HostPorts;
        var container = FormatRange(ContainerPort, LastContainerPort);
        if (HostAddress is { } address) return $"{(address.AddressFamily == AddressFamily.InterNetworkV6 ? $"[{address}]" : address)}:{host}:{container}{protocol}";
        return host.Length == 0 ? $"{container}{protocol}" : $"{host}:{container}{protocol}";
    }

    /// <summary>The key engines know a container's port by, such as <c>80/tcp</c>.</summary>
    internal static string Key(int port, PortProtocol protocol) => $"{port}/{ProtocolName(protocol)}";

    /// <summary>Reads such a key; null for one with a protocol that this version does not know.</summary>
    internal static PublishedPort? FromKey(string key) => key.Split('/') is [var digits, var name]
        && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and <= 65535
        && Enum.TryParse<PortProtocol>(name, ignoreCase: true, out var protocol) && Enum.IsDefined(protocol)
        ? new PublishedPort(port, 0, protocol)
        : null;

    private static string ProtocolName(PortProtocol protocol) => protocol switch
    {
        PortProtocol.Udp => "udp",
        PortProtocol.Sctp => "sctp",
        _ => "tcp",
    };
}
