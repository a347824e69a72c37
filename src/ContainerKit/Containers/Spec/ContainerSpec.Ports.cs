using ContainerKit.Containers;

namespace ContainerKit;

public sealed partial record ContainerSpec
{
    /// <summary>Ports that the host offers, as <c>docker run -p</c>: <c>[80, "8080:80", "53:53/udp", "8000-8010:80-90"]</c>. Default: none.</summary>
    public IReadOnlyList<PublishedPort> Publish
    {
        get;
        init => field = SpecValidation.ValidateItems(value, "ports");
    } = [];

    /// <summary>
    /// Whether all ports that the image exposes are published, each on a port that the engine chooses; on 127.0.0.1 where the engine runs on this
    /// machine, and on all addresses where it does not. It costs one request. Default: false.
    /// </summary>
    public bool PublishAll { get; init; }

    private void ValidatePorts()
    {
        foreach (var port in Publish) port.Validate();
        var fixedPorts = Publish.SelectMany(port => port.Expand()).Where(port => port is { HostPort: > 0, LastHostPort: null });
        if (fixedPorts.GroupBy(port => (port.HostPort, port.Protocol, port.HostAddress)).FirstOrDefault(same => same.Count() > 1) is { } twice)
            throw new ArgumentException($"One port of the host is published twice: {string.Join(" and ", twice)}. Give each a host port of its own, or none.", nameof(Publish));
    }
}
