namespace ContainerKit.Swarm.Tests.Cluster;

/// <summary>Init, join, leave, promotion and demotion, with the third node. It is a manager again after each test.</summary>
public sealed class MembershipTests : SwarmTest
{
    private static DockerEngine Third => SwarmNodes.Engines[2];

    private static string ThirdAddress => SwarmNodes.Addresses[2];

    [SwarmFact]
    public async Task Every_engine_reports_its_relation_to_the_swarm()
    {
        for (var number = 1; number <= 3; number++)
        {
            var status = await SwarmNodes.Engines[number - 1].GetSwarmStatusAsync(Token);

            var witness = await SwarmCli.GetOutputAsync(
                number, "info", "--format", "{{.Swarm.NodeID}} {{.Swarm.NodeAddr}} {{.Swarm.LocalNodeState}} {{.Swarm.ControlAvailable}}");
            $"{status.NodeId} {status.NodeAddress} active {(status.IsManager ? "true" : "false")}".Should().Be(witness);
            status.Membership.Should().Be(SwarmMembership.Active);
            (status.NodeCount, status.ManagerCount, status.Error).Should().Be((3, 3, ""));
            status.Managers.Select(each => each.Address).Should().BeEquivalentTo(SwarmNodes.Addresses.Select(each => $"{each}:2377"));
        }
    }

    [SwarmFact]
    public async Task Node_is_demoted_leaves_starts_another_swarm_joins_the_first_again_and_is_promoted()
    {
        var node = await Manager.FindNodeAsync(SwarmNodes.NameOf(3), Token);
        await node.DemoteAsync(Token);
        await UntilAsync(async () => !(await Third.GetSwarmStatusAsync(Token)).IsManager);

        var list = () => Third.ListNodesAsync(Token);
        var error = (await list.Should().ThrowAsync<NotASwarmManagerException>()).Which;
        error.Managers.Select(each => each.Address).Should().Contain($"{SwarmNodes.Addresses[0]}:2377");
        error.Message.Should().Contain("The engine is a worker. Connect to a manager (10.");
        (await SwarmCli.GetLinesAsync("node", "ls", "--format", "{{.Hostname}} {{.ManagerStatus}}"))
            .Should().Contain(line => line.TrimEnd() == SwarmNodes.NameOf(3));
        await Third.LeaveSwarmAsync(cancellationToken: Token);

        (await Third.GetSwarmStatusAsync(Token)).Membership.Should().Be(SwarmMembership.Inactive);
        await ExpectAsync<NotASwarmManagerException>(
            () => Third.ListNodesAsync(Token), "*not part of a swarm. Create one with InitSwarmAsync*");
        await ExpectAsync<NotASwarmManagerException>(() => Third.LeaveSwarmAsync(cancellationToken: Token), "*not part of a swarm*");

        var id = await Third.InitSwarmAsync(new SwarmInitSpec
        {
            AdvertiseAddress = ThirdAddress,
            DefaultAddressPools = ["10.77.0.0/16"],
            Settings = new SwarmUpdate { TaskHistoryLimit = 3 },
        }, Token);

        id.Should().Be(await SwarmCli.GetOutputAsync(3, "info", "--format", "{{.Swarm.NodeID}}"));
        (await Third.ListNodesAsync(Token)).Should().ContainSingle().Which.Manager!.IsLeader.Should().BeTrue();
        var swarm = await Third.InspectSwarmAsync(Token);
        (swarm.TaskHistoryLimit, swarm.SubnetSize).Should().Be((3, 24));
        swarm.DefaultAddressPools.Should().Equal("10.77.0.0/16");
        await ExpectAsync<SwarmStateException>(() => Third.InitSwarmAsync(Token), "*Leave that swarm first with LeaveSwarmAsync.");
        await ExpectAsync<SwarmStateException>(() => Third.LeaveSwarmAsync(cancellationToken: Token), "*call LeaveSwarmAsync with force.");
        await ExpectAsync<SwarmStateException>(
            async () => await (await Third.FindNodeAsync("self", Token)).DemoteAsync(Token), "*Promote another node first.");
        await Third.CreateConfigAsync(new ConfigSpec("kept", "x"), Token);
        await Third.InitSwarmAsync(new SwarmInitSpec { AdvertiseAddress = ThirdAddress, ForceNewCluster = true }, Token);
        (await Third.ListConfigsAsync(Token)).Should().ContainSingle("the new swarm has the objects of the old one");
        await Third.LeaveSwarmAsync(force: true, Token);

        await UntilAsync(async () => (await node.InspectAsync(Token)).State == NodeState.Down);
        await node.RemoveAsync(cancellationToken: Token);
        (await SwarmCli.GetLinesAsync("node", "ls", "--format", "{{.Hostname}}"))
            .Should().BeEquivalentTo(SwarmNodes.NameOf(1), SwarmNodes.NameOf(2));
        await ExpectAsync<NodeNotFoundException>(() => node.InspectAsync(Token), $"Could not inspect node {SwarmNodes.NameOf(3)}*");

        var tokens = await Manager.GetSwarmJoinTokensAsync(Token);
        await Third.JoinSwarmAsync(new SwarmJoinSpec(tokens.Worker, SwarmNodes.Addresses[0]) { AdvertiseAddress = ThirdAddress }, Token);
        node = await Manager.FindNodeAsync(SwarmNodes.NameOf(3), Token);
        (await node.InspectAsync(Token)).Role.Should().Be(NodeRole.Worker);
        await ExpectAsync<SwarmStateException>(
            () => Third.JoinSwarmAsync(new SwarmJoinSpec(tokens.Worker, SwarmNodes.Addresses[0]), Token), "*already part of a swarm*");

        await node.PromoteAsync(Token);

        await UntilAsync(async () => (await Third.GetSwarmStatusAsync(Token)).IsManager);
        await UntilAsync(async () =>
            (await SwarmCli.GetLinesAsync("node", "ls", "--format", "{{.Hostname}} {{.ManagerStatus}}"))
            .Contains(SwarmNodes.NameOf(3) + " Reachable"));
    }

    [SwarmFact]
    public async Task Rotated_token_replaces_the_old_one_which_no_message_contains()
    {
        await LeaveFirstSwarmAsync(await Manager.FindNodeAsync(SwarmNodes.NameOf(3), Token));
        var old = await Manager.GetSwarmJoinTokensAsync(Token);

        var rotated = await Manager.RotateSwarmJoinTokenAsync(NodeRole.Worker, Token);

        rotated.Worker.Should().NotBe(old.Worker).And.Be(await SwarmCli.GetOutputAsync("swarm", "join-token", "--quiet", "worker"));
        rotated.Manager.Should().Be(old.Manager).And.Be(await SwarmCli.GetOutputAsync("swarm", "join-token", "--quiet", "manager"));
        using var log = new CollectedLog();
        await using var engine = new DockerEngine(new() { Endpoint = new Uri(SwarmNodes.EndpointOf(3)), LoggerFactory = log });
        var spec = new SwarmJoinSpec(old.Worker, SwarmNodes.Addresses[0]);
        var join = () => engine.JoinSwarmAsync(spec, Token);
        var error = (await join.Should().ThrowAsync<EngineApiException>()).Which;
        foreach (var text in (string[])[error.ToString(), spec.ToString(), rotated.ToString(), log.Text])
            text.Should().NotContain(old.Worker).And.NotContain(rotated.Worker);
        (await Manager.RotateSwarmJoinTokenAsync(NodeRole.Manager, Token)).Manager.Should().NotBe(old.Manager);
    }

    [SwarmFact]
    public async Task Locked_manager_needs_its_key_after_a_restart()
    {
        await LeaveFirstSwarmAsync(await Manager.FindNodeAsync(SwarmNodes.NameOf(3), Token));
        await Third.InitSwarmAsync(
            new SwarmInitSpec { AdvertiseAddress = ThirdAddress, Settings = new SwarmUpdate { AutoLock = true } }, Token);
        var key = await Third.GetSwarmUnlockKeyAsync(Token);
        key.Should().StartWith("SWMKEY-").And.Be(await SwarmCli.GetOutputAsync(3, "swarm", "unlock-key", "--quiet"));
        (await Third.InspectSwarmAsync(Token)).AutoLock.Should().BeTrue();
        await ExpectAsync<SwarmStateException>(() => Third.UnlockSwarmAsync(key, Token), "*No unlock is necessary.");

        await SwarmNodes.KillAsync(3);
        await SwarmNodes.StartAsync(3);

        (await Third.GetSwarmStatusAsync(Token)).Membership.Should().Be(SwarmMembership.Locked);
        await ExpectAsync<SwarmLockedException>(() => Third.ListNodesAsync(Token), "*Call UnlockSwarmAsync with the unlock key.");
        var wrong = "SWMKEY-1-" + new string('A', key.Length - "SWMKEY-1-".Length);
        var unlock = () => Third.UnlockSwarmAsync(wrong, Token);
        (await unlock.Should().ThrowAsync<ContainerKitException>()).Which.ToString().Should().NotContain(wrong);

        await Third.UnlockSwarmAsync(key, Token);

        await UntilAsync(async () => (await SwarmCli.TryAsync(3, "node", "ls")).Code == 0);
        (await Third.RotateSwarmUnlockKeyAsync(Token)).Should().NotBe(key)
            .And.Be(await SwarmCli.GetOutputAsync(3, "swarm", "unlock-key", "--quiet"));
        await Third.UpdateSwarmAsync(new SwarmUpdate { AutoLock = false }, Token);
        // The engine writes the unlocked key in the background, and a node that leaves meanwhile keeps files. RestoreAsync handles that.
        (await Third.GetSwarmUnlockKeyAsync(Token)).Should().BeEmpty();
    }

    // The third node becomes a manager again, whatever the test did.
    protected override async ValueTask RestoreAsync() => await SwarmNodes.RepairAsync(CancellationToken.None);

    private static async Task LeaveFirstSwarmAsync(SwarmNode node)
    {
        await node.DemoteAsync(Token);
        await UntilAsync(async () => !(await Third.GetSwarmStatusAsync(Token)).IsManager);
        await Third.LeaveSwarmAsync(cancellationToken: Token);
    }

    private static async Task ExpectAsync<T>(Func<Task> action, string message)
        where T : ContainerKitException => (await action.Should().ThrowAsync<T>()).WithMessage(message);
}
