namespace ContainerKit.Engine.Tests.Exec;

/// <summary>The options of an exec, its result and its exit code.</summary>
public sealed class ExecTests : EngineTest
{
    [DockerFact]
    public async Task Exec_arguments_are_passed_to_the_process_unchanged()
    {
        await using var container = await SleeperAsync();

        var result = await container.ExecAsync(["printf", "[%s]", "a b", "$HOME", "", "'"], Token);

        result.Stdout.Should().Be("[a b][$HOME][][']");
        result.ExitCode.Should().Be(0);
        result.Command.Should().Equal("printf", "[%s]", "a b", "$HOME", "", "'");
    }

    [DockerFact]
    public async Task Exec_can_set_its_user_working_directory_and_environment()
    {
        await using var container = await SleeperAsync();
        var spec = new ExecSpec("sh", "-c", "id -u; id -g; pwd; echo $WORD")
        {
            User = "1234:4321",
            WorkingDirectory = "/tmp",
            Environment = new Dictionary<string, string> { ["WORD"] = "a=b c" },
        };

        (await container.ExecAsync(spec, Token)).Stdout.Should().Be("1234\n4321\n/tmp\na=b c\n");
    }

    [DockerFact]
    public async Task Exec_inherits_user_working_directory_and_environment_from_the_container()
    {
        await using var container = await Image.Pull(Busybox).Run(Spec("sleep", "infinity") with
        {
            User = "1234",
            WorkingDirectory = "/tmp",
            Environment = new Dictionary<string, string> { ["WORD"] = "container's" },
        });

        (await container.ExecAsync(["sh", "-c", "id -u; pwd; echo $WORD"], Token)).Stdout
            .Should().Be("1234\n/tmp\ncontainer's\n");
    }

    [DockerFact]
    public async Task Exec_returns_stdout_and_stderr_separately()
    {
        await using var container = await SleeperAsync();

        var result = await container.ExecAsync(["sh", "-c", "echo out; echo err >&2"], Token);

        result.Should().BeEquivalentTo(new { Stdout = "out\n", Stderr = "err\n" });
    }

    [DockerFact]
    public async Task Exec_with_a_non_zero_exit_code_throws_with_both_outputs_and_a_hint()
    {
        await using var container = await SleeperAsync();

        var failure = await FluentActions.Awaiting(() =>
            container.ExecAsync(["sh", "-c", "echo some output; echo some error >&2; exit 42"], Token))
            .Should().ThrowAsync<ExecFailedException>();

        failure.Which.Result.Should().BeEquivalentTo(new { ExitCode = 42, Stdout = "some output\n", Stderr = "some error\n" });
        failure.Which.Message.Should().Contain("42").And.Contain("some output").And.Contain("some error")
            .And.Contain("ExecSpec.AllowedExitCodes").And.Contain(container.Name).And.Contain(container.ShortId);
    }

    [DockerFact]
    public async Task Exec_returns_a_result_for_an_allowed_exit_code()
    {
        await using var container = await SleeperAsync();
        var exit3 = new ExecSpec("sh", "-c", "exit 3");

        (await container.ExecAsync(exit3 with { AllowedExitCodes = ExitCodes.Any }, Token)).ExitCode.Should().Be(3);
        (await container.ExecAsync(exit3 with { AllowedExitCodes = ExitCodes.Of(1, 3) }, Token)).ExitCode.Should().Be(3);
        await FluentActions.Awaiting(() => container.ExecAsync(exit3 with { AllowedExitCodes = ExitCodes.Of(1) }, Token))
            .Should().ThrowAsync<ExecFailedException>();
    }

    [DockerFact]
    public async Task Exec_that_was_killed_throws_with_the_signal_name()
    {
        await using var container = await SleeperAsync();

        var failure = await FluentActions.Awaiting(() => container.ExecAsync(["sh", "-c", "kill -KILL $$"], Token))
            .Should().ThrowAsync<ExecFailedException>();

        failure.Which.Result.ExitCode.Should().Be(137);
        failure.Which.Message.Should().Contain("SIGKILL");
    }

    [DockerFact]
    public async Task Exec_Customize_overrides_the_spec()
    {
        await using var container = await SleeperAsync();
        var spec = new ExecSpec("pwd") { WorkingDirectory = "/tmp", Customize = request => request.WorkingDir = "/etc" };

        (await container.ExecAsync(spec, Token)).Stdout.Should().Be("/etc\n");
    }

    [DockerFact]
    public async Task Twenty_concurrent_execs_each_get_their_own_output()
    {
        await using var container = await SleeperAsync();

        var results = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => container.ExecAsync(["echo", $"{i}"], Token)));

        results.Select(result => result.Stdout).Should().Equal(Enumerable.Range(0, 20).Select(i => $"{i}\n"));
    }

    [DockerFact]
    public async Task Exec_environment_values_do_not_appear_in_error_messages()
    {
        await using var container = await SleeperAsync();
        var spec = new ExecSpec("false") { Environment = new Dictionary<string, string> { ["KEY"] = PlantedSecrets.ExecEnvironmentValue } };

        var failure = await FluentActions.Awaiting(() => container.ExecAsync(spec, Token))
            .Should().ThrowAsync<ExecFailedException>();

        failure.Which.ToString().Should().NotContain(PlantedSecrets.ExecEnvironmentValue);
    }
}
