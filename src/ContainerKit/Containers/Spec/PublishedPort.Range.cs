using System.Globalization;
using ContainerKit.Diagnostics;

namespace ContainerKit;

public sealed partial record PublishedPort
{
    /// <summary>The last container port of a range. Default: none, a single port.</summary>
    public int? LastContainerPort { get; init; }

    /// <summary>
    /// The last host port of a range. With a range of container ports, both ranges must have the same length. With one
    /// container port, the engine chooses a free port of the range. Default: none.
    /// </summary>
    public int? LastHostPort { get; init; }

    /// <summary>The host ports in the engine's format. Empty if the engine chooses the port.</summary>
    internal string HostPorts => HostPort == 0 ? "" : FormatRange(HostPort, LastHostPort);

    /// <exception cref="ArgumentException">A range is descending, or two ranges have different lengths.</exception>
    internal void Validate()
    {
        if (LastContainerPort is { } last && (last < ContainerPort || last > 65535))
            throw ArgumentErrors.Create(
                $"The port range {FormatRange(ContainerPort, last)} must be ascending and end at 65535 or below.",
                nameof(LastContainerPort));
        if (LastHostPort is { } lastHost && (HostPort == 0 || lastHost < HostPort || lastHost > 65535))
            throw ArgumentErrors.Create(
                $"The host port range {FormatRange(HostPort, lastHost)} must be ascending, from 1 to 65535.",
                nameof(LastHostPort));
        var (containerSpan, hostSpan) = (LastContainerPort - ContainerPort, (LastHostPort ?? HostPort) - HostPort);
        if (containerSpan > 0 && HostPort > 0 && containerSpan != hostSpan)
            throw ArgumentErrors.Create(
                $"'{this}' publishes {containerSpan + 1} container ports on {hostSpan + 1} host ports. "
                    + "Give the same number of host ports, or none.",
                nameof(LastHostPort));
    }

    /// <summary>Returns the ports of the range as single ports.</summary>
    internal IEnumerable<PublishedPort> Expand() => LastContainerPort is not { } last
        ? [this]
        : Enumerable.Range(0, last - ContainerPort + 1)
            .Select(i => new PublishedPort(ContainerPort + i, HostPort == 0 ? 0 : HostPort + i, Protocol, HostAddress));

    private static string FormatRange(int first, int? last) =>
        last is null ? first.ToString(CultureInfo.InvariantCulture) : string.Create(CultureInfo.InvariantCulture, $"{first}-{last}");
}
