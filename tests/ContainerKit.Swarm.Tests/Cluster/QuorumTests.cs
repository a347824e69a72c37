namespace ContainerKit.Swarm.Tests.Cluster;

/// <summary>Managers that are lost and come back.</summary>
public sealed class QuorumTests : SwarmTest
{
    [SwarmFact]
    public async Task Swarm_works_while_one_of_three_managers_is_down()
    {
        await SwarmNodes.KillAsync(3);

        // If the node was the leader, there is no answer until another one is elected.
        await UntilAsync(async () =>
            (await SwarmCli.TryAsync(1, "node", "ls", "--format", "{{.Hostname}} {{.Status}} {{.ManagerStatus}}"))
            .Output.Split('\n').Contains(SwarmNodes.NameOf(3) + " Down Unreachable"));
        var lost = (await Manager.ListNodesAsync(Token)).Single(node => node.Name == SwarmNodes.NameOf(3));
        (lost.State, lost.Manager!.Reachability).Should().Be((NodeState.Down, ManagerReachability.Unreachable));
        lost.ToString().Should().StartWith($"{SwarmNodes.NameOf(3)} ({lost.Id}): Down, Active, manager");
        await using (var secret = await Manager.CreateSecretAsync(new SecretSpec(Unique("alive"), "x"), Token))
            (await Manager.ListSecretsAsync(Token)).Should().Contain(each => each.Id == secret.Id);
        var demote = async () => await (await Manager.FindNodeAsync(SwarmNodes.NameOf(2), Token)).DemoteAsync(Token);
        (await demote.Should().ThrowAsync<SwarmStateException>()).WithMessage("*loss of quorum*Start the managers that are down*");

        await SwarmNodes.StartAsync(3);

        await UntilAsync(async () => (await Manager.ListNodesAsync(Token)).All(
            node => node.State == NodeState.Ready && node.Manager!.Reachability == ManagerReachability.Reachable));
    }

    [SwarmFact]
    public async Task Lost_quorum_is_reported_with_the_reachable_managers_until_it_is_regained()
    {
        await SwarmNodes.KillAsync(2);
        await SwarmNodes.KillAsync(3);

        // The leader notices the loss with the first change. Until then it answers questions with its old state.
        var name = Unique("lost");
        await using var engine = new DockerEngine(new()
        {
            Endpoint = new Uri(SwarmNodes.EndpointOf(1)),
            CleanupTimeout = TimeSpan.FromSeconds(2),
        });
        var create = () => engine.CreateSecretAsync(new SecretSpec(name, "x"), Token);
        var error = (await create.Should().ThrowAsync<SwarmQuorumException>()).Which;

        error.Managers.Select(each => each.Address).Should().BeEquivalentTo(SwarmNodes.Addresses.Select(each => $"{each}:2377"));
        error.ReachableManagers.Select(each => each.Address).Should().Equal($"{SwarmNodes.Addresses[0]}:2377");
        error.Message.Should().Contain($"Of 3 managers, these accept connections: {SwarmNodes.Addresses[0]}:2377; and these do not: ");
        error.RemainingResources.Should().Equal([$"secret {name}"], "the managers may store it when they have a leader again");
        var list = () => Manager.ListNodesAsync(Token);
        await list.Should().ThrowAsync<SwarmQuorumException>();
        (await SwarmCli.TryAsync(1, "node", "ls")).Code.Should().NotBe(0, "the Docker CLI gets no answer either");

        await SwarmNodes.StartAsync(2);

        await UntilAsync(async () => (await SwarmCli.TryAsync(1, "node", "ls")).Code == 0);
        (await Manager.ListNodesAsync(Token)).Should().HaveCount(3);
        await SwarmCli.TryAsync(1, "secret", "rm", name);
    }

    protected override async ValueTask RestoreAsync()
    {
        await SwarmNodes.StartAsync(2);
        await SwarmNodes.StartAsync(3);
        await SwarmNodes.RepairAsync(CancellationToken.None);
        // A leader that lost its quorum goes on to start tasks of jobs, in addition to the next leader:
        // https://github.com/moby/moby/issues/53632
        await SwarmNodes.KillAsync(1);
        await SwarmNodes.StartAsync(1);
        await SwarmNodes.RepairAsync(CancellationToken.None);
    }
}
