using Docker.DotNet.Models;

namespace ContainerKit.Containers;

internal static partial class ContainerParameters
{
    /// <summary>
    /// Adds the ports to publish. They are added last, because the exposed ports of an image require a request.
    /// </summary>
    public static void AddPorts(CreateContainerParameters parameters, IEnumerable<PublishedPort> publish, bool isLocal)
    {
        var ports = publish.SelectMany(port => port.Expand()).ToList();
        parameters.ExposedPorts = ports.Select(KeyOf).Distinct().ToDictionary(key => key, _ => default(EmptyStruct)!);
        parameters.HostConfig!.PortBindings = ports.GroupBy(KeyOf).ToDictionary(
            group => group.Key, group => (IList<PortBinding>)[.. group.Select(port => ToBinding(port, isLocal))]);
    }

    private static string KeyOf(PublishedPort port) => PublishedPort.Key(port.ContainerPort, port.Protocol);

    // Safe by default: a port on this machine is published on the loopback address, so it is not reachable from the
    // network.
    private static PortBinding ToBinding(PublishedPort port, bool isLocal) => new()
    {
        HostIP = port.HostAddress?.ToString() ?? (isLocal ? "127.0.0.1" : ""),
        HostPort = port.HostPorts,
    };
}
