using ContainerKit.Diagnostics;

namespace ContainerKit.Swarm;

public sealed partial record ServiceSpec
{
    /// <exception cref="ArgumentException">Two properties contradict each other.</exception>
    internal void Validate()
    {
        ValidateMode();
        ValidateEndpoint();
        if (FindDuplicate(Mounts, mount => mount.Target.TrimEnd('/')) is { } target)
            throw ArgumentErrors.Create($"Two mounts have the target {target}. Give each mount its own target.", nameof(Mounts));
        if (FindDuplicate(Secrets, secret => secret.Target) is { } secretTarget)
            throw ArgumentErrors.Create($"Two secrets have the target {secretTarget}. Set another Target for one.", nameof(Secrets));
        if (FindDuplicate(Configs, config => config.Target) is { } configTarget)
            throw ArgumentErrors.Create($"Two configs have the target {configTarget}. Set another Target for one.", nameof(Configs));
        if (FindDuplicate(Ulimits, limit => limit.Name) is { } ulimit)
            throw ArgumentErrors.Create($"The ulimit '{ulimit}' is given twice. Remove one of them.", nameof(Ulimits));
        if (HealthCheck is { Arguments: ["NONE"] } check && check != HealthCheck.None)
            throw new ArgumentException("HealthCheck.None takes no timings. Leave them out.", nameof(HealthCheck));
        if (GenericResources.FirstOrDefault(resource => resource.Value <= 0 || resource.Key.Length == 0) is { Key: not null } invalid)
            throw ArgumentErrors.Create(
                $"The generic resource '{invalid.Key}' has the number {invalid.Value}. Write a name and a number above 0.",
                nameof(GenericResources));
        if (ExtraHosts.Any(host => host.Key.Length == 0 || host.Key.Any(char.IsWhiteSpace) || host.Value is null))
            throw new ArgumentException("A name in ExtraHosts is empty, contains a space or has no address.", nameof(ExtraHosts));
    }

    private static string? FindDuplicate<T>(IEnumerable<T> items, Func<T, string> key) =>
        items.GroupBy(key).FirstOrDefault(group => group.Count() > 1)?.Key;

    private void ValidateMode()
    {
        if (Replicas is not null && Mode is (ServiceMode.Global or ServiceMode.GlobalJob))
            throw ArgumentErrors.Create(
                $"A service of the mode {Mode} has one task on each node. Leave Replicas out, or set Mode to Replicated or ReplicatedJob.",
                nameof(Replicas));
        if (MaxReplicasPerNode > 0 && Mode is (ServiceMode.Global or ServiceMode.GlobalJob))
            throw ArgumentErrors.Create(
                $"A service of the mode {Mode} has one task on each node. Leave MaxReplicasPerNode out.", nameof(MaxReplicasPerNode));
        if (MaxConcurrent is not null && Mode != ServiceMode.ReplicatedJob)
            throw new ArgumentException("MaxConcurrent requires the mode ReplicatedJob. Leave it out.", nameof(MaxConcurrent));
        if (IsJob && (Update is not null || Rollback is not null))
            throw new ArgumentException("A job is not updated task by task. Leave Update and Rollback out.", nameof(Update));
        if (IsJob && Replicas == 0) throw new ArgumentException("A job needs at least one task. Set Replicas.", nameof(Replicas));
        if (Rollback is { FailureAction: UpdateFailureAction.Rollback })
            throw new ArgumentException("A rollback cannot be rolled back. Set its FailureAction to Pause or Continue.", nameof(Rollback));
    }

    private void ValidateEndpoint()
    {
        if (EndpointMode == EndpointMode.Dnsrr && Publish.FirstOrDefault(port => port.Mode == PublishMode.Ingress) is { } ingress)
            throw ArgumentErrors.Create(
                $"The port {ingress} is published on all nodes, which requires the endpoint mode Vip. Set the port's mode to host.",
                nameof(Publish));
        foreach (var port in Publish) port.Validate();
        // The engine chooses a different port for each port without one.
        var fixedPorts = Publish.SelectMany(port => port.Expand()).Where(port => port.PublishedPort != 0);
        if (FindDuplicate(fixedPorts, port => $"{port.PublishedPort}/{port.Protocol}") is { } published)
            throw ArgumentErrors.Create($"The port {published} is published twice. Remove one of them.", nameof(Publish));
        if (FindDuplicate(Networks, network => network.Network) is { } duplicate)
            throw ArgumentErrors.Create($"The network '{duplicate}' is given twice. Remove one of them.", nameof(Networks));
        foreach (var network in Networks)
        {
            if (network.Network.StartsWith("container:", StringComparison.Ordinal))
                throw new ArgumentException("A service cannot use the network of a container. Use an overlay network.", nameof(Networks));
            if (network.IPv4Address is not null || network.IPv6Address is not null || network.MacAddress is not null)
                throw ArgumentErrors.Create(
                    $"A service has several tasks, so its attachment to '{network.Network}' has no fixed address. Leave it out.",
                    nameof(Networks));
        }

        if (Networks.Any(network => network.Network == "host") && Publish.Count > 0)
            throw new ArgumentException(
                "With the network 'host', no ports can be published: the tasks use the ports of their nodes. Leave Publish out.",
                nameof(Publish));
    }
}
