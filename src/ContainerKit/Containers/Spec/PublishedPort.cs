using System.Globalization;
using System.Net;
using System.Net.Sockets;
using ContainerKit.Diagnostics;
using ContainerKit.Networks;

namespace ContainerKit;

/// <summary>
/// A published port of a container, or a range of ports. A number or a string such as <c>"8080:80/tcp"</c> or
/// <c>"8000-8010:80-90"</c> converts implicitly.
/// </summary>
/// <param name="ContainerPort">The port in the container, 1 to 65535.</param>
/// <param name="HostPort">The port on the host. 0 for a free port that the engine chooses.</param>
/// <param name="Protocol">The protocol.</param>
/// <param name="HostAddress">
/// The host address to listen on. Null for the default: 127.0.0.1 if the engine runs on this machine, otherwise all
/// addresses.
/// </param>
public sealed partial record PublishedPort(
    int ContainerPort, int HostPort = 0, PortProtocol Protocol = PortProtocol.Tcp, IPAddress? HostAddress = null)
{
    /// <inheritdoc cref="PublishedPort(int, int, PortProtocol, IPAddress)" path="/param[@name='ContainerPort']"/>
    public int ContainerPort { get; init; } = ContainerPort is > 0 and <= 65535
        ? ContainerPort
        : throw new ArgumentOutOfRangeException(
            nameof(ContainerPort), ContainerPort, "A container port must be a number from 1 to 65535.");

    /// <inheritdoc cref="PublishedPort(int, int, PortProtocol, IPAddress)" path="/param[@name='HostPort']"/>
    public int HostPort { get; init; } = HostPort is >= 0 and <= 65535
        ? HostPort
        : throw new ArgumentOutOfRangeException(
            nameof(HostPort), HostPort, "A host port must be a number from 1 to 65535, or 0 for any free port.");

    /// <summary>Converts a number to a TCP port that is published on a host port chosen by the engine.</summary>
    public static implicit operator PublishedPort(int containerPort) => new(containerPort);

    /// <inheritdoc cref="Parse"/>
    public static implicit operator PublishedPort(string text) => Parse(text);

    /// <summary>
    /// Parses a port in the format of <c>docker run -p</c>: <c>[[address:][hostPort]:]containerPort[/protocol]</c>. Each port
    /// may be a range <c>first-last</c>. The host port 0 stands for a free port that the engine chooses. The format of
    /// options, <c>published=8080,target=80,protocol=tcp</c>, is supported too.
    /// </summary>
    /// <exception cref="ArgumentException">The text does not have this format.</exception>
    public static PublishedPort Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        // The rules of the Docker CLI: nat.ParsePortSpec in
        // https://github.com/docker/go-connections/blob/v0.5.0/nat/nat.go
        var ports = text.Contains('=', StringComparison.Ordinal) ? FromOptions(text) : text;
        var container = TakeLast(ref ports);
        var slash = container.IndexOf('/', StringComparison.Ordinal);
        var protocol = (slash < 0 ? "" : container[(slash + 1)..].ToLowerInvariant()) switch
        {
            "" or "tcp" => PortProtocol.Tcp,
            "udp" => PortProtocol.Udp,
            "sctp" => PortProtocol.Sctp,
            _ => throw Invalid(),
        };
        var (firstContainer, lastContainer) = ParseRange(slash < 0 ? container : container[..slash], minimum: 1);
        var hostPorts = ports is null ? "" : TakeLast(ref ports);
        var (firstHost, lastHost) = hostPorts.Length > 0 ? ParseRange(hostPorts, minimum: 0) : (0, null);
        // Port 0 stands for any free port, so it is no start of a range.
        if (hostPorts.Length > 0 && firstHost == 0 && (lastHost ?? lastContainer) is not null) throw Invalid();
        IPAddress? address = null;
        if (ports is { Length: > 0 } && !TryParseAddress(ports, out address)) throw Invalid();
        var published = new PublishedPort(firstContainer, firstHost, protocol, address)
        {
            LastContainerPort = lastContainer,
            LastHostPort = lastHost,
        };
        published.Validate();
        return published;

        static string TakeLast(ref string? rest)
        {
            var colon = rest!.LastIndexOf(':');
            var last = rest[(colon + 1)..];
            rest = colon < 0 ? null : rest[..colon];
            return last;
        }

        (int First, int? Last) ParseRange(string range, int minimum)
        {
            if (range.Split('-') is not ([_] or [_, _])) throw Invalid();
            var limits = range.Split('-');
            var (first, last) = (ParsePort(limits[0], minimum), ParsePort(limits[^1], minimum));
            if (last < first) throw Invalid();
            return (first, last == first ? null : last);
        }

        int ParsePort(string digits, int minimum) =>
            int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port >= minimum && port <= 65535
            ? port
            : throw Invalid();

        string FromOptions(string options)
        {
            var values = new Dictionary<string, string>();
            foreach (var option in options.Split(','))
            {
                if (option.Split('=') is not [var name and ("published" or "target" or "protocol" or "mode"), var value]) throw Invalid();
                values[name] = value;
            }

            return $"{values.GetValueOrDefault("published")}:{values.GetValueOrDefault("target")}/{values.GetValueOrDefault("protocol")}";
        }

        // Otherwise the typing error "8000:8080:80" would be the address 0.0.31.64.
        static bool TryParseAddress(string text, out IPAddress? address)
        {
            address = Addresses.ParseText(text is ['[', .. var bracketed, ']'] ? bracketed : text);
            return address is not null;
        }

        ArgumentException Invalid() => ArgumentErrors.Create(
            $"'{text}' is not a port to publish. Write \"80\", \"8080:80\", \"127.0.0.1:8080:80\", "
            + "a range \"8000-8010:80-90\", or any of them with \"/udp\".",
            nameof(text));
    }

    /// <summary>Returns the port in the format of <c>docker run -p</c>.</summary>
    public override string ToString()
    {
        var protocol = Protocol == PortProtocol.Tcp ? "" : "/" + ProtocolName(Protocol);
        var host = HostPorts;
        var container = FormatRange(ContainerPort, LastContainerPort);
        if (HostAddress is { } address)
        {
            var listenAddress = address.AddressFamily == AddressFamily.InterNetworkV6 ? $"[{address}]" : $"{address}";
            return $"{listenAddress}:{host}:{container}{protocol}";
        }

        return host.Length == 0 ? $"{container}{protocol}" : $"{host}:{container}{protocol}";
    }

    /// <summary>Returns the key of a container port in the engine's JSON, such as <c>80/tcp</c>.</summary>
    internal static string Key(int port, PortProtocol protocol) => $"{port}/{ProtocolName(protocol)}";

    /// <summary>
    /// Parses such a key. Returns null for a protocol that this version of the library does not know.
    /// </summary>
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
