namespace ContainerKit.Engine.Tests.Verbs.Execs;

/// <summary>Execs that never begin say why, and what to write instead.</summary>
public sealed class ExecRefusalTests : EngineTest
{
    [DockerFact]
    public async Task In_a_container_that_has_exited_it_tells_how_that_ended_and_what_stays()
    {
        await using var container = await Image.Pull(Busybox).Run(Spec("sh", "-c", "echo last words; exit 3"));
        await container.WaitAsync(Token);

        var failure = await FluentActions.Awaiting(() => container.ExecAsync(["true"], Token)).Should().ThrowAsync<ContainerExitedException>();

        failure.Which.ExitCode.Should().Be(3);
        failure.Which.LogTail.Should().Be("last words");
        failure.Which.Message.Should().Contain("last words").And.Contain("exit code 3").And.Contain("""Run("sleep", "infinity")""").And.Contain(container.Name);
    }

    [DockerFact]
    public async Task In_a_chain_whose_container_has_exited_it_tells_the_same_and_cleans_up()
    {
        var chain = Image.Pull(Busybox).Run(Spec("true")).Do((container, token) => container.WaitAsync(token)).Exec("touch", "/x");

        var failure = await FluentActions.Awaiting(() => chain.ExecuteAsync(Token)).Should().ThrowAsync<ContainerExitedException>();

        failure.Which.RemovedResources.Should().ContainSingle();
        failure.Which.Message.Should().Contain("""Run("sleep", "infinity")""");
    }

    [DockerFact]
    public async Task In_a_container_that_was_removed_it_says_so()
    {
        await using var container = await SleeperAsync();
        await DockerCli.AskAsync("rm", "-f", container.Id);

        var failure = await FluentActions.Awaiting(() => container.ExecAsync(["true"], Token)).Should().ThrowAsync<ContainerNotFoundException>();

        failure.Which.Container.Should().Be(container.Id);
        failure.Which.Message.Should().Contain(container.Name).And.Contain("removed");
    }

    [DockerFact]
    public async Task A_command_that_is_not_there_is_named()
    {
        await using var container = await SleeperAsync();

        var failure = await FluentActions.Awaiting(() => container.ExecAsync(["no-such-command", "-x"], Token)).Should().ThrowAsync<CommandNotFoundException>();

        failure.Which.Command.Should().Equal("no-such-command", "-x");
        failure.Which.Message.Should().Contain("no-such-command").And.Contain(container.Name).And.Contain("\"sh\", \"-c\"");
    }

    [DockerFact]
    public async Task A_path_that_is_not_there_is_named()
    {
        await using var container = await SleeperAsync();

        var failure = await FluentActions.Awaiting(() => container.ExecAsync(["/no/such/command"], Token)).Should().ThrowAsync<CommandNotFoundException>();

        failure.Which.Message.Should().Contain("/no/such/command");
    }

    [DockerFact]
    public async Task A_file_that_is_not_executable_is_named()
    {
        await using var container = await SleeperAsync();

        var failure = await FluentActions.Awaiting(() => container.ExecAsync(["/etc/passwd"], Token)).Should().ThrowAsync<CommandNotFoundException>();

        failure.Which.Message.Should().Contain("/etc/passwd");
    }

    [DockerFact]
    public async Task A_working_directory_that_is_not_there_is_not_taken_for_a_missing_command()
    {
        await using var container = await SleeperAsync();

        var failure = await FluentActions.Awaiting(() => container.ExecAsync(new ExecSpec("pwd") { WorkingDirectory = "/no/such/dir" }, Token))
            .Should().ThrowAsync<ContainerKitException>();

        failure.Which.Message.Should().Contain("/no/such/dir");
    }

    [DockerFact]
    public async Task A_shells_own_127_is_an_exit_code_like_any_other()
    {
        await using var container = await SleeperAsync();

        var failure = await FluentActions.Awaiting(() => container.ExecAsync(["sh", "-c", "no-such-command"], Token)).Should().ThrowAsync<ExecFailedException>();

        failure.Which.Result.ExitCode.Should().Be(127);
    }

    [DockerFact]
    public async Task A_user_that_is_not_there_is_named_by_the_engine()
    {
        await using var container = await SleeperAsync();

        var failure = await FluentActions.Awaiting(() => container.ExecAsync(new ExecSpec("true") { User = "nobody-of-that-name" }, Token))
            .Should().ThrowAsync<ContainerKitException>();

        failure.Which.Message.Should().Contain("nobody-of-that-name");
    }
}
