using ContainerKit.Protocol.Tests.Support;

namespace ContainerKit.Protocol.Tests.Containers;

/// <summary>Containers that the engine cannot remove at their exit. It keeps them as dead.</summary>
public sealed class FailedAutoRemovalTests : ProtocolTest
{
    private const string RemovalError = "unable to remove filesystem for c0ffee: unlinkat /data/c0ffee: directory not empty";

    private readonly ContainerSpec _spec = new("app") { AutoRemove = true };

    public FailedAutoRemovalTests() => Script.On("POST /containers/*/wait", exchange =>
        exchange.JsonAsync(200, $$"""{ "StatusCode": 4, "Error": { "Message": "{{RemovalError}}" } }"""));

    [Fact(Timeout = 30_000)]
    public async Task A_foreground_run_has_its_exit_code_and_removes_the_container()
    {
        SetState("dead");
        SetOutput();

        var result = await Image.Local("app").Run(_spec).ToCompletion(ExitCodes.Any).On(Engine).ExecuteAsync(Token);

        (result.ExitCode, result.Stdout).Should().Be((4, "hi\n"));
        Script.Requests.Should().ContainSingle(request => request.Method == "DELETE");
    }

    [Fact(Timeout = 30_000)]
    public async Task A_foreground_run_of_a_container_that_is_not_dead_throws_with_the_error()
    {
        SetState("running");
        SetOutput();

        await FluentActions.Awaiting(() => Image.Local("app").Run(_spec).ToCompletion().On(Engine).ExecuteAsync(Token))
            .Should().ThrowAsync<EngineApiException>().WithMessage("Could not wait for app-*directory not empty*");
    }

    [Fact(Timeout = 30_000)]
    public async Task A_terminal_has_the_exit_code()
    {
        SetState("created");
        await using var container = await Image.Local("app").Create(_spec).On(Engine).ExecuteAsync(Token);
        SetOutput();
        await using var terminal = await container.StartAttachedAsync(Token);
        SetState("dead");

        (await terminal.WaitAsync(Token)).Should().Be(4);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_wait_for_the_removal_throws_with_the_error()
    {
        SetState("dead");
        await using var container = await Image.Local("app").Run(_spec).On(Engine).ExecuteAsync(Token);

        await FluentActions.Awaiting(() => container.WaitAsync(ExitCondition.Removed, Token))
            .Should().ThrowAsync<EngineApiException>().WithMessage("Could not wait for app-*directory not empty*");
    }

    private void SetState(string state) => Script.On("GET /containers/*/json", exchange => exchange.JsonAsync(200, $$"""
        {
          "Id": "{{HealthyEngine.ContainerId}}",
          "State": { "Status": "{{state}}", "ExitCode": 4 },
          "HostConfig": { "AutoRemove": true }
        }
        """));

    // The stream ends after the response to the start.
    private void SetOutput()
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Script.On("POST /containers/*/attach", async exchange =>
        {
            await exchange.UpgradeAsync();
            await started.Task.WaitAsync(exchange.StopToken);
            await exchange.Connection.WriteAsync(HealthyEngine.Frame(1, "hi\n"), exchange.StopToken);
        }).On("POST /containers/*/start", async exchange =>
        {
            await exchange.EmptyAsync();
            started.SetResult();
        });
    }
}
