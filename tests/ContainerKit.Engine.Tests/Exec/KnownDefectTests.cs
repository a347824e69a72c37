namespace ContainerKit.Engine.Tests.Exec;

/// <summary>Regression tests for defects of other libraries when they execute commands in containers.</summary>
public sealed class KnownDefectTests : EngineTest
{
    [DockerFact]
    public async Task A_canceled_exec_does_not_leave_its_process_running()
    {
        await using var container = await SleeperAsync();
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
        const string Script = "sleep 31532 & sh -c 'sleep 31533; true' & sleep 0.3; echo begun; wait";
        var spec = new ExecSpec("sh", "-c", Script) { OnLine = _ => cancel.Cancel() };

        var canceled = await FluentActions.Awaiting(() => container.ExecAsync(spec, cancel.Token))
            .Should().ThrowAsync<OperationCanceledException>();

        canceled.Which.CancellationToken.Should().Be(cancel.Token);
        (await ProcessesAsync(container))
            .Should().NotContain("31532").And.NotContain("31533", "the child processes are killed, too");
        (await InspectAsync(container.Id)).GetProperty("State").GetProperty("Running").GetBoolean().Should().BeTrue();
    }

    [DockerFact]
    public async Task An_exec_that_streams_has_an_exit_code()
    {
        await using var container = await SleeperAsync();
        var first = new TaskCompletionSource<string>();
        var spec = new ExecSpec("sh", "-c", "echo first; until [ -e /go ]; do sleep 0.1; done; echo last; exit 7")
        {
            OnLine = line => first.TrySetResult(line.Text),
            AllowedExitCodes = ExitCodes.Any,
        };

        var running = container.ExecAsync(spec, Token);

        (await first.Task.WaitAsync(Token)).Should().Be("first");
        running.IsCompleted.Should().BeFalse("lines arrive while the process runs");
        await container.ExecAsync(["touch", "/go"], Token);
        var result = await running;
        (result.Stdout, result.ExitCode).Should().Be(("first\nlast\n", 7));
    }
}
