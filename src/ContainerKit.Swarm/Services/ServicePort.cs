using System.Globalization;
using ContainerKit.Diagnostics;

namespace ContainerKit.Swarm;

/// <summary>
/// A published port of a service, or a range of ports. A number or a string such as <c>"8080:80/udp"</c>, <c>"8000-8010:80-90"</c> or
/// <c>"published=8080,target=80,mode=host"</c> converts implicitly.
/// </summary>
/// <param name="TargetPort">The port in the container, 1 to 65535.</param>
/// <param name="PublishedPort">
/// The port on the nodes. 0 for one that the engine chooses: from 30000 in the mode <see cref="PublishMode.Ingress"/>.
/// </param>
/// <param name="Protocol">The protocol.</param>
/// <param name="Mode">The nodes on which the port is published.</param>
public sealed partial record ServicePort(
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
    /// Parses a port in the formats of <c>docker service create --publish</c>: <c>[[published]:]target[/protocol]</c>, where each port may
    /// be a range <c>first-last</c>, or <c>published=8080,target=80,protocol=tcp,mode=host</c>, which has no ranges.
    /// </summary>
    /// <exception cref="ArgumentException">The text does not have this format.</exception>
    public static ServicePort Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var hasOptions = text.Contains('=', StringComparison.Ordinal);
        var values = hasOptions ? ReadOptions() : ReadParts();
        var (target, lastTarget) = ParseRange(values.GetValueOrDefault("target", ""), 1);
        var (published, lastPublished) = ParseRange(values.GetValueOrDefault("published", "0"), 0);
        // Port 0 stands for any free port, so it is not one port for a range.
        if (published == 0 && lastTarget is not null && values.ContainsKey("published")) throw Invalid();
        var port = new ServicePort(
            target,
            published,
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
            })
        {
            LastTargetPort = lastTarget,
            LastPublishedPort = lastPublished,
        };
        port.Validate();
        return port;

        Dictionary<string, string> ReadOptions()
        {
            var options = new Dictionary<string, string>();
            foreach (var field in text.Split(','))
            {
                if (field.ToLowerInvariant().Split('=') is not [var key and ("published" or "target" or "protocol" or "mode"), var value])
                    throw Invalid();
                options[key] = value;
            }

            return options;
        }

        // The rules of the Docker CLI: ParsePortSpec in
        // https://github.com/docker/go-connections/blob/v0.5.0/nat/nat.go
        Dictionary<string, string> ReadParts()
        {
            var (ports, protocol) = text.Split('/') switch
            {
                [var all] => (all, "tcp"),
                [var all, ""] => (all, "tcp"),
                [var all, var name] => (all, name.ToLowerInvariant()),
                _ => throw Invalid(),
            };
            var (publishedPorts, targetPorts) = ports.Split(':') switch
            {
                [var only] => ("", only),
                [var first, var second] => (first, second),
                // A host address that is empty.
                ["", var first, var second] => (first, second),
                _ => throw Invalid(),
            };
            var parts = new Dictionary<string, string> { ["target"] = targetPorts, ["protocol"] = protocol };
            if (publishedPorts.Length > 0) parts["published"] = publishedPorts;
            return parts;
        }

        (int First, int? Last) ParseRange(string range, int minimum)
        {
            if (range.Split('-') is not [var first, var last]) return (ParsePort(range, minimum), null);
            if (hasOptions)
                throw ArgumentErrors.Create(
                    $"'{text}' has a range, which this format does not support. Write \"8000-8010:80-90\", or set "
                    + $"{nameof(LastTargetPort)} and {nameof(LastPublishedPort)}.",
                    nameof(text));
            var (start, end) = (ParsePort(first, minimum), ParsePort(last, minimum));
            if (end < start) throw Invalid();
            return (start, end == start ? null : end);
        }

        int ParsePort(string digits, int minimum) =>
            int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= minimum && number <= 65535
                ? number
                : throw Invalid();

        ArgumentException Invalid() => ArgumentErrors.Create(
            $"'{text}' is not a port of a service. Write \"80\", \"8080:80\", \"8080:80/udp\", a range \"8000-8010:80-90\" or "
            + "\"published=8080,target=80,mode=host\". A port of a service has no host address.",
            nameof(text));
    }

    /// <summary>
    /// Returns the port in the format of <c>docker service create --publish</c>. The CLI has no format for a range in the mode
    /// <see cref="PublishMode.Host"/>, which is returned with all options too.
    /// </summary>
    public override string ToString()
    {
        var (published, target) = (FormatRange(PublishedPort, LastPublishedPort), FormatRange(TargetPort, LastTargetPort));
        if (IsRange && Mode == PublishMode.Ingress)
            return (PublishedPort == 0 ? $"{target}/{Protocol}" : $"{published}:{target}/{Protocol}").ToLowerInvariant();
        return $"{(PublishedPort == 0 ? "" : $"published={published},")}target={target},protocol={Protocol},mode={Mode}".ToLowerInvariant();
    }
}
