using System.Globalization;

namespace ContainerKit;

public sealed partial record PublishedPort
{
    /// <summary>The last port inside, where it is a range. Default: one port.</summary>
    public int? LastContainerPort { get; init; }

    /// <summary>
    /// The last port on the host, where it is a range: as many as inside, port for port; or for one port inside, those that the engine chooses a free one
    /// from. Default: none.
    /// </summary>
    public int? LastHostPort { get; init; }

    /// <summary>The ports on the host as engines take them; nothing for any free one.</summary>
    internal string HostPorts => HostPort == 0 ? "" : FormatRange(HostPort, LastHostPort);

    /// <exception cref="ArgumentException">It is a range that goes backwards, or two ranges of different lengths.</exception>
    internal void Validate()
    {
        if (LastContainerPort is { } last && (last < ContainerPort || last > 65535))
            throw new ArgumentException($"The range of ports {FormatRange(ContainerPort, last)} does not go up to 65535 at most.", nameof(LastContainerPort));
        if (LastHostPort is { } lastHost && (HostPort == 0 || lastHost < HostPort || lastHost > 65535))
            throw new ArgumentException($"The range of host ports {FormatRange(HostPort, lastHost)} does not go up from 1 to 65535 at most.", nameof(LastHostPort));
        var (inside, outside) = (LastContainerPort - ContainerPort, (LastHostPort ?? HostPort) - HostPort);
        if (inside > 0 && HostPort > 0 && inside != outside)
            throw new ArgumentException($"'{this}' publishes {inside + 1} ports on {outside + 1} of the host's; give as many as inside, or none.", nameof(LastHostPort));
    }

    /// <summary>The same port for port.</summary>
    internal IEnumerable<PublishedPort> Expand() => LastContainerPort is not { } last
        ? [this]
        : Enumerable.Range(0, last - ContainerPort + 1).Select(i => new PublishedPort(ContainerPort + i, HostPort == 0 ? 0 : HostPort + i, Protocol, HostAddress));

    private static string FormatRange(int first, int? last) =>
        last is null ? first.ToString(CultureInfo.InvariantCulture) : string.Create(CultureInfo.InvariantCulture, $"{first}-{last}");
}
