using ContainerKit.Protocol.Tests.Support;

namespace ContainerKit.Protocol.Tests.Containers;

/// <summary>The exit of a process whose log cannot be read, for example with the log driver <c>none</c>.</summary>
public sealed class CompletionTests : ProtocolTest
{
    private const string LogUnsupported = "configured logging driver does not support reading";

    private readonly TaskCompletionSource _attachEnded = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public static TheoryData<int, string> LogErrors => new()
    {
        { 501, LogUnsupported },
        {
            500,
            "failed to obtain logs for Container 'app': this container is using the 'none' log driver, cannot read logs: "
                + "this container is not logging output"
        },
        { 500, "error from log file: it is broken" },
    };

    [Theory(Timeout = 30_000)]
    [MemberData(nameof(LogErrors))]
    public async Task An_unreadable_log_does_not_hide_the_exit_code(int status, string message)
    {
        ExitWithoutLog(exitCode: 1, status, message);

        var failure = await FluentActions.Awaiting(() => Run("false").WaitForExit().ExecuteAsync(Token))
            .Should().ThrowAsync<RunFailedException>();

        failure.Which.Result.ExitCode.Should().Be(1);
        failure.Which.Message.Should().Contain("exit code 1").And.Contain("The output is missing or incomplete").And.Contain(message);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_successful_run_with_an_unreadable_log_throws_instead_of_returning_empty_output()
    {
        ExitWithoutLog(exitCode: 0, 501, LogUnsupported);

        await FluentActions.Awaiting(() => Container.ToCompletionAsync(Token)).Should().ThrowAsync<EngineApiException>();
        (await Run("true").WaitForExit().ExecuteAsync(Token)).Should().NotBeNull("its output was not requested");
    }

    [Theory(Timeout = 30_000)]
    [InlineData(501, LogUnsupported)]
    [InlineData(500, "this container is using the 'none' log driver, cannot read logs")]
    public async Task A_short_run_without_output_needs_no_log(int status, string message)
    {
        ExitWithoutLog(exitCode: 0, status, message);
        CompleteAttachBeforeStart();

        var result = await Run("true").ToCompletion().ExecuteAsync(Token);

        (result.ExitCode, result.Stdout).Should().Be((0, ""));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_run_that_outlives_its_attach_stream_needs_the_log()
    {
        ExitWithoutLog(exitCode: 0, 501, LogUnsupported);
        CompleteAttachBeforeStart();
        Script.On("GET /containers/*/json", exchange => exchange.JsonAsync(200, """{ "State": { "Status": "running" } }"""));

        await FluentActions.Awaiting(() => Run("true").ToCompletion().ExecuteAsync(Token))
            .Should().ThrowAsync<EngineApiException>().WithMessage("*" + LogUnsupported + "*");
    }

    [Fact(Timeout = 30_000)]
    public async Task An_exec_in_an_exited_container_reports_the_exit_code_without_a_readable_log()
    {
        ExitWithoutLog(exitCode: 3, 501, LogUnsupported);
        Script.On("POST /containers/*/exec", exchange => exchange.ErrorAsync(409, "Container c0ffee is not running"));

        var failure = await FluentActions.Awaiting(() => Container.ExecAsync(["ls"], Token))
            .Should().ThrowAsync<ContainerExitedException>();

        (failure.Which.ExitCode, failure.Which.LogTail).Should().Be((3, ""));
    }

    private void ExitWithoutLog(int exitCode, int status, string message) => Script
        .On("POST /containers/*/wait", exchange => exchange.JsonAsync(200, $$"""{ "StatusCode": {{exitCode}} }"""))
        .On("GET /containers/*/json", exchange =>
            exchange.JsonAsync(200, $$"""{ "State": { "Status": "exited", "ExitCode": {{exitCode}} } }"""))
        .On("GET /containers/*/logs", exchange => exchange.ErrorAsync(status, message));

    // The attach stream ends before the response to the start. The order in which the client reads the two makes no difference.
    private void CompleteAttachBeforeStart() => Script
        .On("POST /containers/*/attach", async exchange =>
        {
            await exchange.UpgradeAsync();
            _attachEnded.SetResult();
        })
        .On("POST /containers/*/start", async exchange =>
        {
            await _attachEnded.Task;
            await Task.Delay(100, exchange.StopToken);
            await exchange.EmptyAsync();
        });
}
