using ContainerKit.Containers;
using ContainerKit.Diagnostics;

namespace ContainerKit;

public sealed partial record ContainerSpec
{
    /// <summary>
    /// The ports to publish, as for <c>docker run -p</c>: <c>[80, "8080:80", "53:53/udp", "8000-8010:80-90"]</c>.
    /// Default: none.
    /// </summary>
    public IReadOnlyList<PublishedPort> Publish
    {
        get;
        init => field = SpecValidation.ValidateItems(value, "ports");
    } = [];

    /// <summary>
    /// Indicates whether all exposed ports of the image are published, each on a port that the engine chooses. They are
    /// published on 127.0.0.1 if the engine runs on this machine, otherwise on all addresses. Requires one more
    /// request. Default: false.
    /// </summary>
    public bool PublishAll { get; init; }

    private void ValidatePorts()
    {
        foreach (var port in Publish) port.Validate();
        var fixedPorts = Publish.SelectMany(port => port.Expand()).Where(port => port is { HostPort: > 0, LastHostPort: null });
        if (fixedPorts.GroupBy(port => (port.HostPort, port.Protocol, port.HostAddress))
            .FirstOrDefault(group => group.Count() > 1) is { } duplicate)
            throw ArgumentErrors.Create(
                $"One host port is published twice: {string.Join(" and ", duplicate)}. "
                    + "Give each its own host port, or none.",
                nameof(Publish));
    }
}
