namespace ContainerKit.Engine.Tests.Exec;

/// <summary>The exceptions of execs that cannot start.</summary>
public sealed class ExecStartFailureTests : EngineTest
{
    [DockerFact]
    public async Task Exec_in_an_exited_container_throws_with_its_exit_code_and_log_tail()
    {
        await using var container = await Image.Pull(Busybox).Run(Spec("sh", "-c", "echo last words; exit 3"));
        await container.WaitAsync(Token);

        var failure = await FluentActions.Awaiting(() => container.ExecAsync(["true"], Token))
            .Should().ThrowAsync<ContainerExitedException>();

        failure.Which.ExitCode.Should().Be(3);
        failure.Which.LogTail.Should().Be("last words");
        failure.Which.Message.Should().Contain("last words")
            .And.Contain("exit code 3").And.Contain("""Run("sleep", "infinity")""").And.Contain(container.Name);
    }

    [DockerFact]
    public async Task Exec_step_in_an_exited_container_throws_ContainerExited_and_removes_it()
    {
        var plan = Image.Pull(Busybox)
            .Run(Spec("true")).Do((container, token) => container.WaitAsync(token)).Exec("touch", "/x");

        var failure = await FluentActions.Awaiting(() => plan.ExecuteAsync(Token))
            .Should().ThrowAsync<ContainerExitedException>();

        failure.Which.RemovedResources.Should().ContainSingle();
        failure.Which.Message.Should().Contain("""Run("sleep", "infinity")""");
    }

    [DockerFact]
    public async Task Exec_in_a_removed_container_throws_ContainerNotFound()
    {
        await using var container = await SleeperAsync();
        await DockerCli.GetOutputAsync("rm", "-f", container.Id);

        var failure = await FluentActions.Awaiting(() => container.ExecAsync(["true"], Token))
            .Should().ThrowAsync<ContainerNotFoundException>();

        failure.Which.Container.Should().Be(container.Id);
        failure.Which.Message.Should().Contain(container.Name).And.Contain("removed");
    }

    [DockerFact]
    public async Task Exec_of_a_missing_command_throws_CommandNotFound()
    {
        await using var container = await SleeperAsync();

        var failure = await FluentActions.Awaiting(() => container.ExecAsync(["no-such-command", "-x"], Token))
            .Should().ThrowAsync<CommandNotFoundException>();

        failure.Which.Command.Should().Equal("no-such-command", "-x");
        failure.Which.Message.Should().Contain("no-such-command").And.Contain(container.Name).And.Contain("\"sh\", \"-c\"");
    }

    [DockerFact]
    public async Task Exec_of_a_missing_path_throws_CommandNotFound()
    {
        await using var container = await SleeperAsync();

        var failure = await FluentActions.Awaiting(() => container.ExecAsync(["/no/such/command"], Token))
            .Should().ThrowAsync<CommandNotFoundException>();

        failure.Which.Message.Should().Contain("/no/such/command");
    }

    [DockerFact]
    public async Task Exec_of_a_non_executable_file_throws_CommandNotFound()
    {
        await using var container = await SleeperAsync();

        var failure = await FluentActions.Awaiting(() => container.ExecAsync(["/etc/passwd"], Token))
            .Should().ThrowAsync<CommandNotFoundException>();

        failure.Which.Message.Should().Contain("/etc/passwd");
    }

    [DockerFact]
    public async Task Exec_in_a_missing_working_directory_throws_with_its_path()
    {
        await using var container = await SleeperAsync();

        var failure = await FluentActions.Awaiting(() =>
            container.ExecAsync(new ExecSpec("pwd") { WorkingDirectory = "/no/such/dir" }, Token))
            .Should().ThrowAsync<ContainerKitException>();

        failure.Which.Message.Should().Contain("/no/such/dir");
    }

    [DockerFact]
    public async Task Exec_with_exit_code_127_of_a_shell_throws_ExecFailed()
    {
        await using var container = await SleeperAsync();

        var failure = await FluentActions.Awaiting(() => container.ExecAsync(["sh", "-c", "no-such-command"], Token))
            .Should().ThrowAsync<ExecFailedException>();

        failure.Which.Result.ExitCode.Should().Be(127);
    }

    [DockerFact]
    public async Task Exec_as_an_unknown_user_throws_with_the_user_name()
    {
        await using var container = await SleeperAsync();

        var failure = await FluentActions.Awaiting(() =>
            container.ExecAsync(new ExecSpec("true") { User = "nobody-of-that-name" }, Token))
            .Should().ThrowAsync<ContainerKitException>();

        failure.Which.Message.Should().Contain("nobody-of-that-name");
    }
}
