using System.Globalization;
using Docker.DotNet.Models;

namespace ContainerKit.Containers;

/// <summary>Writes a spec as the engine's create request.</summary>
internal static partial class ContainerParameters
{
    public static CreateContainerParameters From(ContainerSpec spec, string image, string name, bool isLocal, System.Version api)
    {
        var parameters = new CreateContainerParameters
        {
            Name = name,
            Image = image,
            Cmd = spec.Command.Count > 0 ? [.. spec.Command] : null!,
            Entrypoint = spec.Entrypoint switch
            {
                null => null!,
                // Engines take an empty list for "as the image has it"; one empty word is how they are told to have none.
                { Count: 0 } => [""],
                var words => [.. words],
            },
            Env = SpecChecks.Assignments(spec.Environment),
            WorkingDir = spec.WorkingDirectory!,
            User = spec.User!,
            Hostname = spec.Hostname!,
            Labels = new Dictionary<string, string>(spec.Labels),
            Tty = spec.Tty,
            OpenStdin = spec.OpenStdin,
            ExposedPorts = spec.Publish.Select(Key).Distinct().ToDictionary(key => key, _ => default(EmptyStruct)!),
            HostConfig = new HostConfig
            {
                PortBindings = spec.Publish.GroupBy(Key).ToDictionary(
                    ports => ports.Key, ports => (IList<PortBinding>)[.. ports.Select(port => Binding(port, isLocal))]),
                Memory = spec.MemoryBytes ?? 0,
                NanoCPUs = (long)((spec.Cpus ?? 0) * 1e9),
                RestartPolicy = new Docker.DotNet.Models.RestartPolicy { Name = Restart(spec.Restart) },
                Init = spec.Init,
                Privileged = spec.Privileged,
                CapAdd = [.. spec.AddCapabilities],
                CapDrop = [.. spec.DropCapabilities],
            },
        };
        AddNetworks(parameters, spec, api);
        AddMounts(parameters.HostConfig, spec);
        return parameters;
    }

    private static string Key(PublishedPort port) => PublishedPort.Key(port.ContainerPort, port.Protocol);

    // Safe by default: what a test or an app starts on its own machine is not offered to the network.
    private static PortBinding Binding(PublishedPort port, bool isLocal) => new()
    {
        HostIP = port.HostAddress?.ToString() ?? (isLocal ? "127.0.0.1" : ""),
        HostPort = port.HostPort == 0 ? "" : port.HostPort.ToString(CultureInfo.InvariantCulture),
    };

    private static RestartPolicyKind Restart(RestartPolicy policy) => policy switch
    {
        RestartPolicy.Always => RestartPolicyKind.Always,
        RestartPolicy.OnFailure => RestartPolicyKind.OnFailure,
        RestartPolicy.UnlessStopped => RestartPolicyKind.UnlessStopped,
        _ => RestartPolicyKind.No,
    };
}
