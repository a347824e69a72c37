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
    public async Task Exec_in_a_missing_directory_throws_with_the_directory_whatever_exit_codes_are_allowed()
    {
        await using var container = await SleeperAsync();

        foreach (var folder in new[] { "/nope", "/etc/passwd", "relative" })
        {
            var spec = new ExecSpec("ls") { WorkingDirectory = folder, AllowedExitCodes = ExitCodes.Any };
            var failure = await FluentActions.Awaiting(() => container.ExecAsync(spec, Token)).Should().ThrowAsync<ExecStartException>();
            failure.Which.Message.Should().Contain($"the working directory {folder}").And.Contain(container.Name);
            failure.Which.Command.Should().Equal("ls");
        }
    }

    [DockerFact]
    public async Task Exec_as_an_unknown_user_or_group_throws_with_the_user()
    {
        await using var container = await SleeperAsync();

        foreach (var user in new[] { "nope", "root:nope" })
        {
            var spec = new ExecSpec("ls") { User = user, AllowedExitCodes = ExitCodes.Any };
            var failure = await FluentActions.Awaiting(() => container.ExecAsync(spec, Token)).Should().ThrowAsync<ExecStartException>();
            failure.Which.Message.Should().Contain($"the user {user}");
        }
    }

    [DockerFact]
    public async Task Exec_that_cannot_start_passes_nothing_to_its_output_targets()
    {
        await using var container = await SleeperAsync();
        var lines = new List<string>();
        using var output = new MemoryStream();
        ExecSpec[] specs =
        [
            new("ls") { WorkingDirectory = "/nope" }, new("ls") { User = "nope" }, new("ls") { User = "99999999999" },
            new("no-such-command"),
        ];

        foreach (var spec in specs)
        {
            var redirected = spec with
            {
                OnLine = line => lines.Add(line.Text),
                StandardOutput = OutputTarget.ToStream(output),
                AllowedExitCodes = ExitCodes.Any,
            };
            var failure = await FluentActions.Awaiting(() => container.ExecAsync(redirected, Token))
                .Should().ThrowAsync<ContainerKitException>();
            failure.Which.Should().Match(e => e is ExecStartException || e is CommandNotFoundException);
        }

        lines.Should().BeEmpty();
        output.Length.Should().Be(0);
    }

    [DockerFact]
    public async Task Terminal_in_a_missing_directory_throws_with_the_directory()
    {
        await using var container = await SleeperAsync();

        foreach (var tty in new[] { true, false })
        {
            var failure = await FluentActions.Awaiting(async () =>
            {
                await using var terminal = await container.OpenTerminalAsync(
                    new TerminalSpec("sh") { WorkingDirectory = "/nope", Tty = tty }, Token);
                await terminal.ExpectEndAsync(Token);
            }).Should().ThrowAsync<ExecStartException>();
            failure.Which.Message.Should().Contain("/nope");
        }
    }

    [DockerFact]
    public async Task Exec_whose_process_writes_the_words_of_an_engine_returns_them()
    {
        await using var container = await SleeperAsync();
        const string Words = "OCI runtime exec failed: exec failed: chdir to cwd";

        var result = await container.ExecAsync(
            new ExecSpec("sh", "-c", $"printf '{Words}\\r\\n'; exit 126") { AllowedExitCodes = ExitCodes.Any }, Token);

        (result.ExitCode, result.Stdout).Should().Be((126, Words + "\r\n"));
        var lines = new List<string>();
        await container.ExecAsync(
            new ExecSpec("sh", "-c", $"printf '{Words}\\r\\n'; sleep 0.2; echo more") { OnLine = line => lines.Add(line.Text) }, Token);
        lines.Should().Equal(Words, "more");
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
