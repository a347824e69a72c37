namespace ContainerKit.Engine.Tests.Containers;

/// <summary>Containers that exist on the engine already, no matter which client created them.</summary>
public sealed class FindTests : EngineTest
{
    [DockerFact]
    public async Task Container_is_found_by_name_id_and_id_prefix()
    {
        await using var container = await Image.Pull(Busybox).Run(Spec("sleep", "infinity") with { Name = Unique("found") });

        foreach (var nameOrId in new[] { Unique("found"), container.Id, container.ShortId })
        {
            var found = await Container.Find(nameOrId);
            (found.Id, found.Name, found.Image.ToString(), found.IsOwned)
                .Should().Be((container.Id, container.Name, "busybox:latest", false));
        }

        (await DockerEngine.Default.FindContainerAsync(Unique("found"), Token)).Id.Should().Be(container.Id);
    }

    [DockerFact]
    public async Task Container_of_the_Docker_CLI_is_found_and_not_removed_by_a_plan()
    {
        var label = $"{Mark.Single().Key}={Mark.Single().Value}";
        var id = await DockerCli.GetOutputAsync(
            "run", "-d", "--name", Unique("others"), "--label", label, Busybox, "sleep", "infinity");

        (await Container.Find(Unique("others")).Capture("hostname")).Stdout.Should().Be(id[..12] + "\n");
        (await ContainersAsync("running")).Should().Equal(id);

        await Container.Find(Unique("others")).Commit(Unique("snapshot"));
        await FluentActions.Awaiting(() => Container.Find(Unique("others")).Exec("false").ExecuteAsync(Token))
            .Should().ThrowAsync<ExecFailedException>();
        (await ContainersAsync("running")).Should().Equal(id);

        await using (var handle = await Container.Find(Unique("others")).Exec("touch", "/x"))
        {
            (await handle.LogsAsync(Token).CountAsync(Token)).Should().Be(0);
        }

        (await DockerCli.GetOutputAsync("exec", id, "ls", "/x")).Should().Be("/x");
        (await Container.Find(Unique("others")).Kill().ToCompletion(ExitCodes.Any)).ExitCode.Should().Be(137);
        (await ContainersAsync("exited")).Should().Equal(id);

        await (await Container.Find(Unique("others"))).RemoveAsync(Token);
        (await ContainersAsync()).Should().BeEmpty();
    }

    [DockerFact]
    public async Task Finding_a_misspelled_name_throws_with_a_suggestion()
    {
        await using var container = await Image.Pull(Busybox).Create(Spec("true") with { Name = Unique("database") });

        var failure = await FluentActions.Awaiting(() => Container.Find(Unique("datbase")).ExecuteAsync(Token))
            .Should().ThrowAsync<ContainerNotFoundException>();

        failure.Which.Message.Should().Be(
            $"The engine has no container '{Unique("datbase")}'. Did you mean {Unique("database")} ({container.ShortId}, created)?");
        failure.Which.Container.Should().Be(Unique("datbase"));
        failure.Which.Step.Should().Be("find " + Unique("datbase"));
    }

    [DockerFact]
    public async Task Finding_an_ambiguous_id_prefix_throws_with_all_candidates()
    {
        // Ids start with one of 16 hexadecimal digits, so at least two of 17 ids start with the same digit.
        var containers = await Plan.All([.. Enumerable.Range(0, 17).Select(_ => Image.Pull(Busybox).Create(Spec("true")))]);
        try
        {
            var shared = containers.GroupBy(container => container.Id[0]).First(group => group.Count() > 1);

            var failure = await FluentActions.Awaiting(() => Container.Find($"{shared.Key}").ExecuteAsync(Token))
                .Should().ThrowAsync<AmbiguousContainerException>();

            failure.Which.Message.Should().StartWith($"'{shared.Key}' matches ")
                .And.EndWith("Use more digits of the id, or the name.");
            failure.Which.Candidates.Select(candidate => candidate.Id)
                .Should().Contain(shared.Select(container => container.Id));
            failure.Which.Message.Should().ContainAll(
                shared.Select(container => $"{container.Name} ({container.ShortId}, created)"));
        }
        finally
        {
            foreach (var container in containers) await container.DisposeAsync();
        }
    }

    [DockerFact]
    public async Task Canceled_find_throws_OperationCanceledException()
    {
        using var cancel = new CancellationTokenSource();
        await cancel.CancelAsync();

        (await FluentActions.Awaiting(() => Container.Find("anything").ExecuteAsync(cancel.Token))
            .Should().ThrowAsync<OperationCanceledException>())
            .Which.CancellationToken.Should().Be(cancel.Token);
    }
}
