using System.Globalization;
using ContainerKit.Diagnostics;

namespace ContainerKit.Swarm;

/// <summary>
/// A published port of a service. A number or a string such as <c>"8080:80/udp"</c> or
/// <c>"published=8080,target=80,mode=host"</c> converts implicitly.
/// </summary>
/// <param name="TargetPort">The port in the container, 1 to 65535.</param>
/// <param name="PublishedPort">
/// The port on the nodes. 0 for one that the engine chooses: from 30000 in the mode <see cref="PublishMode.Ingress"/>.
/// </param>
/// <param name="Protocol">The protocol.</param>
/// <param name="Mode">The nodes on which the port is published.</param>
public sealed record ServicePort(
    int TargetPort, int PublishedPort = 0, PortProtocol Protocol = PortProtocol.Tcp, PublishMode Mode = PublishMode.Ingress)
{
    /// <inheritdoc cref="ServicePort(int, int, PortProtocol, PublishMode)" path="/param[@name='TargetPort']"/>
    public int TargetPort { get; init; } = TargetPort is > 0 and <= 65535
        ? TargetPort
        : throw new ArgumentOutOfRangeException(nameof(TargetPort), TargetPort, "A container port must be a number from 1 to 65535.");

    /// <inheritdoc cref="ServicePort(int, int, PortProtocol, PublishMode)" path="/param[@name='PublishedPort']"/>
    public int PublishedPort { get; init; } = PublishedPort is >= 0 and <= 65535
        ? PublishedPort
        : throw new ArgumentOutOfRangeException(
            nameof(PublishedPort), PublishedPort, "A published port must be a number from 1 to 65535, or 0 for any free port.");

    /// <summary>Converts a number to a TCP port that the engine publishes on a port of its choice.</summary>
    public static implicit operator ServicePort(int targetPort) => new(targetPort);

    /// <inheritdoc cref="Parse"/>
    public static implicit operator ServicePort(string text) => Parse(text);

    /// <summary>
    /// Parses a port in the formats of <c>docker service create --publish</c>: <c>[published:]target[/protocol]</c>, or
    /// <c>published=8080,target=80,protocol=tcp,mode=host</c>. Ranges are given as several ports.
    /// </summary>
    /// <exception cref="ArgumentException">The text does not have this format.</exception>
    public static ServicePort Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var values = new Dictionary<string, string>();
        if (text.Contains('=', StringComparison.Ordinal))
        {
            foreach (var field in text.Split(','))
            {
                if (field.ToLowerInvariant().Split('=') is not [var key and ("published" or "target" or "protocol" or "mode"), var value])
                    throw Invalid();
                values[key] = value;
            }
        }
        else
        {
            var (ports, protocol) = text.Split('/') switch
            {
                [var all] => (all, "tcp"),
                [var all, var name] => (all, name.ToLowerInvariant()),
                _ => throw Invalid(),
            };
            values["protocol"] = protocol;
            (values["published"], values["target"]) = ports.Split(':') switch
            {
                [var target] => ("0", target),
                [var published, var target] => (published, target),
                _ => throw Invalid(),
            };
        }

        return new ServicePort(
            ParsePort(values.GetValueOrDefault("target"), 1),
            ParsePort(values.GetValueOrDefault("published", "0"), 0),
            values.GetValueOrDefault("protocol", "tcp") switch
            {
                "tcp" => PortProtocol.Tcp,
                "udp" => PortProtocol.Udp,
                "sctp" => PortProtocol.Sctp,
                _ => throw Invalid(),
            },
            values.GetValueOrDefault("mode", "ingress") switch
            {
                "ingress" => PublishMode.Ingress,
                "host" => PublishMode.Host,
                _ => throw Invalid(),
            });

        int ParsePort(string? digits, int minimum) =>
            int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port >= minimum && port <= 65535
                ? port
                : throw Invalid();

        ArgumentException Invalid() => ArgumentErrors.Create(
            $"'{text}' is not a port of a service. Write \"80\", \"8080:80\", \"8080:80/udp\" or \"published=8080,target=80,mode=host\". "
            + "A port of a service has no host address.",
            nameof(text));
    }

    /// <summary>Returns the port in the format of <c>docker service create --publish</c>.</summary>
    public override string ToString()
    {
        var published = PublishedPort == 0 ? "" : $"published={PublishedPort},";
        return $"{published}target={TargetPort},protocol={Protocol},mode={Mode}".ToLowerInvariant();
    }
}
