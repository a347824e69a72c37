using Docker.DotNet.Models;

namespace ContainerKit.Containers;

internal static partial class ContainerParameters
{
    /// <summary>Adds the ports to publish, where they are known: those that an image exposes are not before the engine was asked.</summary>
    public static void AddPorts(CreateContainerParameters parameters, IEnumerable<PublishedPort> publish, bool isLocal)
    {
        var ports = publish.SelectMany(port => port.Expand()).ToList();
        parameters.ExposedPorts = ports.Select(Key).Distinct().ToDictionary(key => key, _ => default(EmptyStruct)!);
        parameters.HostConfig!.PortBindings = ports.GroupBy(Key).ToDictionary(
            same => same.Key, same => (IList<PortBinding>)[.. same.Select(port => Binding(port, isLocal))]);
    }

    private static string Key(PublishedPort port) => PublishedPort.Key(port.ContainerPort, port.Protocol);

    // Safe by default: what a test or an app starts on its own machine is not offered to the network.
    private static PortBinding Binding(PublishedPort port, bool isLocal) => new()
    {
        HostIP = port.HostAddress?.ToString() ?? (isLocal ? "127.0.0.1" : ""),
        HostPort = port.HostPorts,
    };
}
