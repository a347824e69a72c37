using ContainerKit.Diagnostics;

namespace ContainerKit.Swarm;

public sealed partial record ServicePort
{
    /// <summary>The last container port of a range. Default: none, a single port.</summary>
    public int? LastTargetPort { get; init; }

    /// <summary>
    /// The last published port of a range. With a range of container ports, both ranges must have the same length. With one container
    /// port, all published ports of the range lead to it. Default: none.
    /// </summary>
    public int? LastPublishedPort { get; init; }

    private int TargetCount => (LastTargetPort ?? TargetPort) - TargetPort + 1;

    private int PublishedCount => (LastPublishedPort ?? PublishedPort) - PublishedPort + 1;

    private bool IsRange => LastTargetPort is not null || LastPublishedPort is not null;

    /// <exception cref="ArgumentException">A range is descending, or two ranges have different lengths.</exception>
    internal void Validate()
    {
        if (LastTargetPort is { } last && (last < TargetPort || last > 65535))
            throw ArgumentErrors.Create(
                $"The port range {FormatRange(TargetPort, last)} must be ascending and end at 65535 or below.", nameof(LastTargetPort));
        // Port 0 stands for any free port, so it is no start of a range.
        if (LastPublishedPort is { } lastPublished
            && (PublishedPort == 0 || lastPublished < PublishedPort || lastPublished > 65535))
            throw ArgumentErrors.Create(
                $"The published port range {FormatRange(PublishedPort, lastPublished)} must be ascending, from 1 to 65535.",
                nameof(LastPublishedPort));
        if (TargetCount > 1 && PublishedPort > 0 && TargetCount != PublishedCount)
            throw ArgumentErrors.Create(
                $"'{this}' publishes {TargetCount} container ports on {PublishedCount} ports of the nodes. "
                + "Give the same number of published ports, or none.",
                nameof(LastPublishedPort));
    }

    /// <summary>Returns the ports of the range as single ports, as the Docker CLI sends them.</summary>
    internal IEnumerable<ServicePort> Expand() => Enumerable.Range(0, Math.Max(TargetCount, PublishedCount)).Select(i => new ServicePort(
        TargetCount > 1 ? TargetPort + i : TargetPort, PublishedPort == 0 ? 0 : PublishedPort + i, Protocol, Mode));

    private static string FormatRange(int first, int? last) => last is null ? $"{first}" : $"{first}-{last}";
}
