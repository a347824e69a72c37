using System.Text.RegularExpressions;
using Xunit.Sdk;

namespace ContainerKit.Testing.Tests;

/// <summary>Assertions on containers, results and images.</summary>
public sealed class AssertionTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [DockerFact]
    public async Task Assertions_on_a_running_container_check_its_state_log_and_exit_code()
    {
        await using var container = await Image.Pull("busybox")
            .Run(new ContainerSpec("sh", "-c",
            "echo ready to {serve}; exec sleep infinity")
            { Wait = Wait.ForLog("ready") }).ExecuteAsync(Token);

        (await container.Should().BeRunningAsync()).And.Subject.Should().BeSameAs(container);
        await container.Should().ExistAsync();
        await container.Should().BeInStateAsync(ContainerState.Running);
        await container.Should().HaveLoggedAsync("ready");
        await container.Should().HaveLoggedAsync(new Regex("^ready to .serve"));
        await container.Should().NotHaveLoggedAsync("error");

        await AssertFailsAsync(() => container.Should().HaveExitedWithAsync(0, "the job is {0}", "done"),
            $"Expected container {container} to have exited with 0 because the job is done, but it is running.",
                "log:", "  ready to {serve}");
        await AssertFailsAsync(() => container.Should().HaveLoggedAsync("never"), "to have logged 'never'",
            "ready to {serve}");
        await AssertFailsAsync(() => container.Should().NotHaveLoggedAsync("ready"), "not to have logged 'ready'");
        await AssertFailsAsync(() => container.Should().BeHealthyAsync(), "to be healthy", "it is running");
        await AssertFailsAsync(() => container.Should().NotExistAsync(), "not to exist", "it is running");
    }

    [DockerFact]
    public async Task Assertions_on_an_exited_container_report_its_exit_code_and_log()
    {
        await using var container = await Image.Pull("busybox")
            .Run("sh", "-c", "echo cannot read the configuration >&2; exit 3").ExecuteAsync(Token);
        await container.WaitAsync(Token);

        await container.Should().HaveExitedWithAsync(3);
        await AssertFailsAsync(() => container.Should().BeRunningAsync(),
            "to be running, but it is exited, exit code 3.", "cannot read the configuration");
        await AssertFailsAsync(() => container.Should().HaveExitedWithAsync(0), "exited with 0", "exit code 3");

        await container.RemoveAsync(Token);
        await container.Should().NotExistAsync();
        await AssertFailsAsync(() => container.Should().BeRunningAsync(), "no longer exists");
        await AssertFailsAsync(() => container.Should().HaveLoggedAsync("cannot"), "no longer exists");
    }

    [DockerFact]
    public async Task Failed_assertions_show_control_characters_as_escape_sequences()
    {
        await using var container = await Image.Pull("busybox").Run("printf", @"\033[2J\302\23331mforged\n").ExecuteAsync(Token);
        await container.WaitAsync(Token);

        await AssertFailsAsync(() => container.Should().BeRunningAsync(), @"\x1b[2J", @"\u009b31m");
        var failure = await FluentActions.Awaiting(() => container.Should().BeRunningAsync()).Should().ThrowAsync<XunitException>();
        failure.Which.Message.Should().NotContainAny("\e", "\u009b");
    }

    [DockerFact]
    public async Task Assertions_on_a_process_result_report_stdout_and_stderr()
    {
        var busybox = Image.Pull("busybox");
        var good = await busybox.Run("echo", "pong").ToCompletion().ExecuteAsync(Token);
        var bad = await busybox.Run("sh", "-c", "echo begun; echo {broken} >&2; exit 4").ToCompletion(ExitCodes.Any)
            .ExecuteAsync(Token);

        good.Should().Succeed().And.HaveOutput("pong").And.HaveOutput("pong\n").And.HaveOutputContaining("on")
            .And.HaveNoErrorOutput();
        bad.Should().Fail().And.HaveExitCode(4).And.HaveErrorOutputContaining("{broken}");
        await AssertFailsAsync(() => Task.FromResult(bad.Should().Succeed("it is {0}", "simple")),
            "Expected the result to succeed because it is simple, but found", "exit code 4", "  begun", "  {broken}");
        await AssertFailsAsync(() => Task.FromResult(good.Should().HaveOutput("ping")), "to write 'ping'", "  pong");
        await AssertFailsAsync(() => Task.FromResult(good.Should().Fail()), "to fail", "exit code 0");
    }

    [DockerFact]
    public async Task Assertions_on_an_image_check_whether_it_exists()
    {
        var image = await Image.Pull("busybox").Run("true").Commit($"ck-should-{Guid.NewGuid():N}:0.1").ExecuteAsync(Token);

        await image.Should().ExistAsync();
        await AssertFailsAsync(() => image.Should().NotExistAsync(), image.Reference.ToString(), "has it");
        await image.RemoveAsync(Token);
        await image.Should().NotExistAsync();
        await AssertFailsAsync(() => image.Should().ExistAsync(), image.Reference.ToString(), "to exist, but the engine at");
    }

    [Fact]
    public async Task Assertions_on_null_fail_with_a_clear_message()
    {
        await AssertFailsAsync(() => ((Container)null!).Should().BeRunningAsync(),
            "Expected a container to be running, but found <null>.");
        await AssertFailsAsync(() => ((Image)null!).Should().ExistAsync(), "Expected an image to exist, but found <null>.");
        await AssertFailsAsync(() => Task.FromResult(((ProcessResult)null!).Should().Succeed()),
            "Expected the result to succeed, but found <null>.");
    }

    private static async Task AssertFailsAsync<T>(Func<Task<T>> assertion, params string[] parts)
    {
        var failure = await FluentActions.Awaiting(assertion).Should().ThrowAsync<XunitException>();
        failure.Which.Message.Should().ContainAll(parts);
    }
}
