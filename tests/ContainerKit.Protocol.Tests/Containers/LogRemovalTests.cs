using ContainerKit.Protocol.Tests.Support;

namespace ContainerKit.Protocol.Tests.Containers;

/// <summary>Logs of containers that the engine removes while they are read.</summary>
public sealed class LogRemovalTests : ProtocolTest
{
    // Docker 20.10, if it has deleted the file of the log before it opens it.
    private static readonly byte[] _missingFile =
        HealthyEngine.Frame(3, "Error grabbing logs: open app-json.log: no such file or directory");

    [Theory(Timeout = 30_000)]
    [InlineData("removing")]
    [InlineData("dead")]
    [InlineData(null)]
    public async Task A_followed_log_is_complete_if_the_container_is_removed_before_its_last_line_is_fetched(string? state)
    {
        // This version of the API does not send every last line to a follower.
        Script.On("GET /_ping", exchange => exchange.RespondAsync(200, "text/plain", "OK"u8.ToArray(), "API-Version: 1.41\r\n"));
        await using var container = await Run("app").ExecuteAsync(Token);
        SetState(state);
        SetLog(request => request.Query.Contains("tail=2", StringComparison.Ordinal) ? _missingFile : HealthyEngine.Frame(1, "one\ntwo\n"));

        (await container.LogsAsync(new LogOptions { Follow = true }, Token).Select(line => line.Text).ToListAsync(Token))
            .Should().Equal("one", "two");
    }

    [Theory(Timeout = 30_000)]
    [InlineData("removing")]
    [InlineData("dead")]
    [InlineData(null)]
    public async Task An_error_in_the_log_of_a_container_that_is_being_removed_throws_ContainerNotFound(string? state)
    {
        await using var container = await Run("app").ExecuteAsync(Token);
        SetState(state);
        SetLog(_ => _missingFile);

        await ExpectAllToThrowAsync<ContainerNotFoundException>(container, "Could not read the log of app*no longer on the engine*");
    }

    [Theory(Timeout = 30_000)]
    [InlineData(409, "can not get logs from container which is dead or marked for removal", "removing")]
    [InlineData(409, "can not get logs from container which is dead or marked for removal", null)]
    [InlineData(500, "open app-json.log: no such file or directory", "removing")]
    [InlineData(500, "open app-json.log: no such file or directory", null)]
    public async Task An_error_response_for_a_container_that_is_being_removed_throws_ContainerNotFound(
        int status, string message, string? state)
    {
        await using var container = await Run("app").ExecuteAsync(Token);
        SetState(state);
        Script.On("GET /containers/*/logs", exchange => exchange.ErrorAsync(status, message));

        await ExpectAllToThrowAsync<ContainerNotFoundException>(container, "Could not read the log of app*no longer on the engine*");
    }

    [Fact(Timeout = 30_000)]
    public async Task An_error_in_the_log_of_a_container_that_cannot_be_inspected_throws_with_the_first_error()
    {
        await using var container = await Run("app").ExecuteAsync(Token);
        Script.On("GET /containers/*/json", exchange => exchange.ErrorAsync(500, "the engine is stopping"));
        SetLog(_ => _missingFile);

        await ExpectAllToThrowAsync<EngineUnavailableException>(container, "Could not read the log of app*Error grabbing logs*");
    }

    [Theory(Timeout = 30_000)]
    [InlineData("running")]
    [InlineData("exited")]
    public async Task An_error_in_the_log_of_an_existing_container_throws_with_the_error(string state)
    {
        await using var container = await Run("app").ExecuteAsync(Token);
        SetState(state);
        SetLog(_ => [.. HealthyEngine.Frame(1, "first\n"), .. _missingFile]);

        await ExpectAllToThrowAsync<EngineUnavailableException>(
            container, "Could not read the log of app*Error grabbing logs: open app-json.log: no such file or directory.");
        Script.On("GET /containers/*/logs", exchange => exchange.ErrorAsync(500, "open app-json.log: permission denied"));
        await ExpectAllToThrowAsync<EngineApiException>(container, "Could not read the log of app*permission denied*");
    }

    [Fact(Timeout = 30_000)]
    public async Task A_followed_log_of_a_container_with_AutoRemove_is_requested_once()
    {
        Script.On("GET /_ping", exchange => exchange.RespondAsync(200, "text/plain", "OK"u8.ToArray(), "API-Version: 1.41\r\n"));
        SetLog(_ => HealthyEngine.Frame(1, "one\ntwo"));
        await using var container = await RunWithAutoRemove().ExecuteAsync(Token);

        (await container.LogsAsync(new LogOptions { Follow = true }, Token).Select(line => line.Text).ToListAsync(Token))
            .Should().Equal("one", "two");

        // Reading the log of a container that is being removed can prevent its removal.
        Script.Requests.Should().ContainSingle(request => request.Path.EndsWith("/logs", StringComparison.Ordinal));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_completion_whose_log_was_removed_throws_with_a_forbidden_exit_code_first()
    {
        await using var container = await RunWithAutoRemove().ExecuteAsync(Token);
        Script.On("POST /containers/*/wait", exchange => exchange.JsonAsync(200, """{ "StatusCode": 4 }"""));
        SetState("removing");
        SetLog(_ => _missingFile);

        var failure = await FluentActions.Awaiting(() => container.ToCompletionAsync(Token)).Should().ThrowAsync<RunFailedException>();
        failure.Which.Result.ExitCode.Should().Be(4);
        failure.Which.Message.Should().Contain("The output is missing or incomplete: Could not read the log of app")
            .And.Contain("no longer on the engine");
        await FluentActions.Awaiting(() => container.ToCompletionAsync(ExitCodes.Any, Token))
            .Should().ThrowAsync<ContainerNotFoundException>();
    }

    [Theory(Timeout = 30_000)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_error_about_an_exited_container_has_its_log_unless_the_engine_removes_it(bool autoRemove)
    {
        var hostConfig = autoRemove ? """{ "AutoRemove": true }""" : "{}";
        Script.On("GET /containers/*/json", exchange => exchange.JsonAsync(200, $$"""
            { "Id": "{{HealthyEngine.ContainerId}}", "State": { "Status": "exited", "ExitCode": 3 }, "HostConfig": {{hostConfig}} }
            """)).On("POST /containers/*/exec", exchange => exchange.ErrorAsync(409, "Container c0ffee is not running"));

        var exec = await FluentActions.Awaiting(() => Container.ExecAsync(["ls"], Token)).Should().ThrowAsync<ContainerExitedException>();
        var wait = await FluentActions.Awaiting(() => Container.WaitForAsync(Wait.ForLog("never"), Token))
            .Should().ThrowAsync<ContainerExitedException>();

        foreach (var error in new[] { exec.Which, wait.Which })
            (error.ExitCode, error.LogTail).Should().Be((3, autoRemove ? "" : "logged"));
    }

    private ContainerPlan RunWithAutoRemove() => Image.Local("app").Run(new ContainerSpec("app") { AutoRemove = true }).On(Engine);

    /// <summary>Sets the state of the container, which does not exist if it is null.</summary>
    private void SetState(string? state) => Script.On("GET /containers/*/json", exchange => state is null
        ? exchange.ErrorAsync(404, "No such container: c0ffee012345")
        : exchange.JsonAsync(200, $$"""{ "Id": "{{HealthyEngine.ContainerId}}", "State": { "Status": "{{state}}" } }"""));

    private void SetLog(Func<ScriptedRequest, byte[]> log) => Script.On("GET /containers/*/logs", exchange =>
        exchange.RespondAsync(200, "application/vnd.docker.multiplexed-stream", log(exchange.Request)));

    private static async Task ExpectAllToThrowAsync<TException>(Container container, string message)
        where TException : ContainerKitException
    {
        Func<Task>[] reads =
        [
            () => container.LogsAsync(Token).ToListAsync(Token).AsTask(),
            () => container.LogsAsync(new LogOptions { Follow = true }, Token).ToListAsync(Token).AsTask(),
            () => container.ReadLogTailAsync(Token),
            () => container.CopyLogAsync(Stream.Null, new LogOptions(), Token),
            () => container.ToCompletionAsync(Token),
        ];
        foreach (var read in reads) await FluentActions.Awaiting(read).Should().ThrowAsync<TException>().WithMessage(message);
    }
}
