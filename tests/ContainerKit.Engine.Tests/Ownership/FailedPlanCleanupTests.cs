namespace ContainerKit.Engine.Tests.Ownership;

/// <summary>Checks that a failed plan removes the resources that it created, and that its error names them.</summary>
public sealed class FailedPlanCleanupTests : EngineTest
{
    private ContainerPlan Sleeper(string name) => Image.Pull(Busybox).Run(Spec("sleep", "infinity") with { Name = name });

    [DockerFact]
    public async Task Failed_exec_removes_the_container_and_names_it_in_the_error()
    {
        var failure = await FailAsync<ExecFailedException>(Sleeper(Unique("exec")).Exec("false").Commit(Unique("never")).ExecuteAsync);

        failure.RemovedResources.Should().ContainSingle().Which.Should().Contain(Unique("exec"));
        failure.RemainingResources.Should().BeEmpty();
        failure.Message.Should().Contain("Cleaned up").And.Contain(Unique("exec"));
        failure.Step.Should().Be("exec false");
    }

    [DockerFact]
    public async Task Missing_command_removes_the_container_and_is_named_in_the_error()
    {
        var failure = await FailAsync<CommandNotFoundException>(
            Image.Pull(Busybox).Run(Spec("no-such-command", "-x") with { Name = Unique("missing") }).ExecuteAsync);

        failure.RemovedResources.Should().ContainSingle().Which.Should().Contain(Unique("missing"));
        failure.Command.Should().Equal("no-such-command", "-x");
        failure.Message.Should().Contain("no-such-command -x").And.Contain("sh");
    }

    [DockerFact]
    public async Task Command_without_execute_permission_throws_CommandNotFound()
    {
        var failure = await FailAsync<CommandNotFoundException>(Image.Pull(Busybox).Run(Spec("/etc/passwd")).ExecuteAsync);

        failure.Message.Should().Contain("/etc/passwd");
    }

    [DockerFact]
    public async Task Failure_after_a_commit_removes_image_and_containers_newest_first()
    {
        var failure = await FailAsync<CommandNotFoundException>(
            Sleeper(Unique("first")).Commit(Unique("image")).Run(Spec("no-such-command") with { Name = Unique("second") }).ExecuteAsync);

        failure.RemovedResources.Should().HaveCount(3);
        failure.RemovedResources[0].Should().Contain(Unique("second"));
        failure.RemovedResources[1].Should().Contain(Unique("image"));
        failure.RemovedResources[2].Should().Contain(Unique("first"));
    }

    [DockerFact]
    public async Task Failure_moves_an_image_name_back_to_the_previous_image()
    {
        var name = Unique("moved") + ":1";
        var before = await Sleeper(Unique("a")).Commit(name);

        await FailAsync<ExecFailedException>(
            Sleeper(Unique("b")).Exec("touch", "/x").Commit(name).Run(Spec("sleep", "infinity")).Exec("false").ExecuteAsync);

        (await DockerCli.GetOutputAsync("image", "inspect", "--format", "{{.Id}}", name)).Should().Be(before.Id);
        await before.RemoveAsync(Token);
    }

    [DockerFact]
    public async Task Allowed_exit_codes_are_returned_as_results()
    {
        var plan = Image.Pull(Busybox).Run(Spec("sh", "-c", "exit 3"));

        (await plan.ToCompletion(ExitCodes.Any)).ExitCode.Should().Be(3);
        (await plan.ToCompletion(ExitCodes.Of(0, 3))).ExitCode.Should().Be(3);
        await FailAsync<RunFailedException>(plan.ToCompletion(ExitCodes.Of(4)).ExecuteAsync);
    }

    // Checks after each failure that no container and no additional image remains.
    private async Task<TFailure> FailAsync<TFailure>(Func<CancellationToken, Task> plan)
        where TFailure : Exception
    {
        var images = await ImagesAsync();
        var failure = await FluentActions.Awaiting(() => plan(Token)).Should().ThrowAsync<TFailure>();
        (await ContainersAsync()).Should().BeEmpty();
        (await ImagesAsync()).Should().BeEquivalentTo(images);
        return failure.Which;
    }
}
