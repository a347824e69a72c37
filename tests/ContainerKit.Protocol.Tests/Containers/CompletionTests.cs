using ContainerKit.Protocol.Tests.Support;

namespace ContainerKit.Protocol.Tests.Containers;

/// <summary>The end of a process whose output is kept nowhere, as with the log driver none.</summary>
public sealed class CompletionTests : ProtocolTest
{
    private const string NoLog = "configured logging driver does not support reading";

    private readonly TaskCompletionSource _attachEnded = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public static TheoryData<int, string> Refusals => new()
    {
        { 501, NoLog },
        { 500, "failed to obtain logs for Container 'app': this container is using the 'none' log driver, cannot read logs: this container is not logging output" },
        { 500, "error from log file: it is broken" },
    };

    [Theory(Timeout = 30_000)]
    [MemberData(nameof(Refusals))]
    public async Task An_unreadable_log_does_not_hide_the_exit_code(int status, string said)
    {
        Ends(exitCode: 1, status, said);

        var failure = await FluentActions.Awaiting(() => Run("false").WaitForExit().ExecuteAsync(Token)).Should().ThrowAsync<RunFailedException>();

        failure.Which.Result.ExitCode.Should().Be(1);
        failure.Which.Message.Should().Contain("exit code 1").And.Contain("Its output is missing").And.Contain(said);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_successful_run_with_an_unreadable_log_throws_instead_of_returning_empty_output()
    {
        Ends(exitCode: 0, 501, NoLog);

        await FluentActions.Awaiting(() => Container.ToCompletionAsync(Token)).Should().ThrowAsync<EngineApiException>();
        (await Run("true").WaitForExit().ExecuteAsync(Token)).Should().NotBeNull("nobody asked for its output");
    }

    [Theory(Timeout = 30_000)]
    [InlineData(501, NoLog)]
    [InlineData(500, "this container is using the 'none' log driver, cannot read logs")]
    public async Task A_short_run_without_output_needs_no_log(int status, string said)
    {
        Ends(exitCode: 0, status, said);
        AttachedUntilTheStart();

        var result = await Run("true").ToCompletion().ExecuteAsync(Token);

        (result.ExitCode, result.Stdout).Should().Be((0, ""));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_run_that_outlives_its_attach_stream_needs_the_log()
    {
        Ends(exitCode: 0, 501, NoLog);
        AttachedUntilTheStart();
        Script.On("GET /containers/*/json", exchange => exchange.JsonAsync(200, """{ "State": { "Status": "running" } }"""));

        await FluentActions.Awaiting(() => Run("true").ToCompletion().ExecuteAsync(Token)).Should().ThrowAsync<EngineApiException>().WithMessage("*" + NoLog + "*");
    }

    [Fact(Timeout = 30_000)]
    public async Task An_exec_in_an_exited_container_reports_the_exit_code_without_a_readable_log()
    {
        Ends(exitCode: 3, 501, NoLog);
        Script.On("POST /containers/*/exec", exchange => exchange.RefuseAsync(409, "Container c0ffee is not running"));

        var failure = await FluentActions.Awaiting(() => Container.ExecAsync(["ls"], Token)).Should().ThrowAsync<ContainerExitedException>();

        (failure.Which.ExitCode, failure.Which.LogTail).Should().Be((3, ""));
    }

    private void Ends(int exitCode, int status, string said) => Script
        .On("POST /containers/*/wait", exchange => exchange.JsonAsync(200, $$"""{ "StatusCode": {{exitCode}} }"""))
        .On("GET /containers/*/json", exchange => exchange.JsonAsync(200, $$"""{ "State": { "Status": "exited", "ExitCode": {{exitCode}} } }"""))
        .On("GET /containers/*/logs", exchange => exchange.RefuseAsync(status, said));

    // The stream's end is on its way before the start is answered. Whether it is seen before that as well makes no difference.
    private void AttachedUntilTheStart() => Script
        .On("POST /containers/*/attach", async exchange =>
        {
            await exchange.UpgradeAsync();
            _attachEnded.SetResult();
        })
        .On("POST /containers/*/start", async exchange =>
        {
            await _attachEnded.Task;
            await Task.Delay(100, exchange.Stopped);
            await exchange.EmptyAsync();
        });
}
