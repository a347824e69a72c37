namespace ContainerKit.Swarm.Tests.Cluster;

/// <summary>The nodes of a swarm, compared with <c>docker node</c>.</summary>
public sealed class NodeTests : SwarmTest
{
    [SwarmFact]
    public async Task Listed_nodes_are_those_of_the_Docker_CLI()
    {
        var nodes = await Manager.ListNodesAsync(Token);

        var witness = await SwarmCli.GetLinesAsync("node", "ls", "--format", "{{.ID}} {{.Hostname}} {{.Status}} {{.Availability}}");
        nodes.Select(node => $"{node.Id} {node.Name} {node.State} {node.Availability}").Should().BeEquivalentTo(witness);
        nodes.Should().OnlyContain(node => node.Role == NodeRole.Manager && node.Manager!.Reachability == ManagerReachability.Reachable);
        nodes.Should().ContainSingle(node => node.Manager!.IsLeader);
        nodes.Should().OnlyContain(node => node.Cpus > 0 && node.MemoryBytes > 0 && node.OperatingSystem == "linux");
        nodes.Select(node => node.Address).Should().BeEquivalentTo(SwarmNodes.Addresses);
        (await SwarmNode.List().On(Manager).ExecuteAsync(Token)).Should().HaveCount(3);
    }

    [SwarmFact]
    public async Task Draining_a_node_moves_its_tasks_and_activating_it_permits_new_ones()
    {
        var (service, node) = (Unique("drain"), await Manager.FindNodeAsync(SwarmNodes.NameOf(3), Token));
        await SwarmCli.GetOutputAsync("service", "create", "--name", service, "--replicas", "3", "--stop-grace-period", "0s",
            "--placement-pref", "spread=node.id", "--detach", Busybox, "sleep", "infinity");
        try
        {
            await UntilAsync(async () => (await RunningNodesAsync(service)).Distinct().Count() == 3);

            await node.DrainAsync(Token);

            await UntilAsync(async () => await RunningNodesAsync(service) is { Count: 3 } nodes && !nodes.Contains(SwarmNodes.NameOf(3)));
            (await AvailabilityAsync(SwarmNodes.NameOf(3))).Should().Be("drain");
            (await node.InspectAsync(Token)).Availability.Should().Be(NodeAvailability.Drain);

            await node.ActivateAsync(Token);

            (await AvailabilityAsync(SwarmNodes.NameOf(3))).Should().Be("active");
            await SwarmCli.GetOutputAsync("service", "scale", "--detach", $"{service}=5");
            await UntilAsync(async () => (await RunningNodesAsync(service)).Contains(SwarmNodes.NameOf(3)));
        }
        finally
        {
            await node.ActivateAsync(CancellationToken.None);
            await SwarmCli.GetOutputAsync("service", "rm", service);
        }
    }

    [SwarmFact]
    public async Task Paused_node_keeps_its_tasks_and_gets_no_new_ones()
    {
        var (service, node) = (Unique("pause"), await SwarmNode.Find(SwarmNodes.NameOf(2)).On(Manager).ExecuteAsync(Token));
        await SwarmCli.GetOutputAsync("service", "create", "--name", service, "--mode", "global", "--stop-grace-period", "0s",
            "--detach", Busybox, "sleep", "infinity");
        try
        {
            await UntilAsync(async () => (await RunningNodesAsync(service)).Count == 3);

            await node.PauseAsync(Token);

            (await AvailabilityAsync(SwarmNodes.NameOf(2))).Should().Be("pause");
            var other = Unique("paused");
            await SwarmCli.GetOutputAsync("service", "create", "--name", other, "--replicas", "4", "--stop-grace-period", "0s",
                "--detach", Busybox, "sleep", "infinity");
            await UntilAsync(async () => (await RunningNodesAsync(other)).Count == 4);
            (await RunningNodesAsync(other)).Should().NotContain(SwarmNodes.NameOf(2));
            (await RunningNodesAsync(service)).Should().Contain(SwarmNodes.NameOf(2));
            await SwarmCli.GetOutputAsync("service", "rm", other);
        }
        finally
        {
            await node.ActivateAsync(CancellationToken.None);
            await SwarmCli.GetOutputAsync("service", "rm", service);
        }
    }

    [SwarmFact]
    public async Task Labels_of_a_node_are_added_replaced_and_removed()
    {
        var node = await Manager.FindNodeAsync(SwarmNodes.NameOf(2), Token);

        await node.UpdateAsync(new NodeUpdate { Labels = new Dictionary<string, string> { ["disk"] = "ssd", ["rack"] = "7" } }, Token);
        await node.UpdateAsync(
            new NodeUpdate { Labels = new Dictionary<string, string> { ["disk"] = "nvme" }, RemovedLabels = ["rack"] }, Token);

        (await node.InspectAsync(Token)).Labels.Should().Equal(new Dictionary<string, string> { ["disk"] = "nvme" });
        (await LabelsAsync(SwarmNodes.NameOf(2))).Should().Be("{\"disk\":\"nvme\"}");
        await node.UpdateAsync(new NodeUpdate { RemovedLabels = ["disk"] }, Token);
        (await LabelsAsync(SwarmNodes.NameOf(2))).Should().Be("{}");
    }

    [SwarmFact]
    public async Task Updates_of_a_node_at_the_same_time_all_succeed()
    {
        var node = await Manager.FindNodeAsync(SwarmNodes.NameOf(2), Token);
        string[] names = [.. Enumerable.Range(0, 8).Select(number => $"l{number}")];

        await Task.WhenAll(names.Select(name =>
            node.UpdateAsync(new NodeUpdate { Labels = new Dictionary<string, string> { [name] = "1" } }, Token)));

        (await node.InspectAsync(Token)).Labels.Keys.Should().BeEquivalentTo(names);
        await node.UpdateAsync(new NodeUpdate { RemovedLabels = names }, Token);
    }

    [SwarmFact]
    public async Task Finding_an_unknown_node_throws_NodeNotFound()
    {
        var find = () => Manager.FindNodeAsync("no-such-node", Token);

        var error = (await find.Should().ThrowAsync<NodeNotFoundException>()).Which;
        error.Node.Should().Be("no-such-node");
        error.Message.Should().StartWith("Could not find node no-such-node: the engine answered 404");
    }

    [SwarmFact]
    public async Task Removing_a_node_that_is_not_down_throws_SwarmState()
    {
        var node = await Manager.FindNodeAsync(SwarmNodes.NameOf(3), Token);

        var remove = () => node.RemoveAsync(cancellationToken: Token);

        (await remove.Should().ThrowAsync<SwarmStateException>())
            .WithMessage($"Could not remove node {SwarmNodes.NameOf(3)}*Call DemoteAsync first.");
    }

    private static Task<string> AvailabilityAsync(string node) =>
        SwarmCli.GetOutputAsync("node", "inspect", node, "--format", "{{.Spec.Availability}}");

    private static Task<string> LabelsAsync(string node) =>
        SwarmCli.GetOutputAsync("node", "inspect", node, "--format", "{{json .Spec.Labels}}");

    // The states begin with the word Running for a running task.
    private static async Task<IReadOnlyList<string>> RunningNodesAsync(string service) =>
    [
        .. (await SwarmCli.GetLinesAsync("service", "ps", service, "--format", "{{.Node}} {{.CurrentState}}", "--filter",
            "desired-state=running")).Where(line => line.Contains(" Running", StringComparison.Ordinal)).Select(line => line.Split(' ')[0]),
    ];
}
