using ContainerKit.Protocol.Tests.Support;

namespace ContainerKit.Protocol.Tests.Containers;

public sealed class ExecTests : ProtocolTest
{
    [Theory(Timeout = 30_000)]
    [InlineData(400,
        """OCI runtime exec failed: exec failed: unable to start container process: exec: "nosuch": """
        + """executable file not found in $PATH: unknown""")]
    [InlineData(500,
        """OCI runtime exec failed: exec failed: unable to start container process: exec: "nosuch": executable file not found in $PATH""")]
    [InlineData(400,
        """OCI runtime exec failed: exec failed: unable to start container process: exec: "/nosuch": stat /nosuch: """
        + """no such file or directory: unknown""")]
    [InlineData(400,
        """OCI runtime exec failed: exec failed: unable to start container process: exec: "/etc/passwd": permission denied: unknown""")]
    [InlineData(500,
        """crun: executable file `nosuch` not found in $PATH: No such file or directory: OCI runtime attempted to """
        + """invoke a command that was not found""")]
    public async Task A_missing_command_in_the_exec_start_error_throws_CommandNotFound(int status, string message)
    {
        Script.On("POST /exec/*/start", exchange => exchange.ErrorAsync(status, message));

        var error = await FluentActions.Awaiting(() => Container.ExecAsync(["nosuch", "-x"], Token))
            .Should().ThrowAsync<CommandNotFoundException>();

        error.Which.Command.Should().Equal("nosuch", "-x");
        error.Which.Message.Should().Contain("`nosuch -x`").And.Contain(message).And.Contain("app (c0ffee012345)");
    }

    [Theory(Timeout = 30_000)]
    [InlineData(126)]
    [InlineData(127)]
    public async Task A_missing_command_in_the_exec_output_throws_CommandNotFound(int exitCode)
    {
        Output("OCI runtime exec failed: exec failed: unable to start container process: "
            + "exec: \"nosuch\": executable file not found in $PATH: unknown\r\n");
        Script.On("GET /exec/*/json", exchange => exchange.JsonAsync(200, $$"""{ "Running": false, "ExitCode": {{exitCode}} }"""));

        await FluentActions.Awaiting(() => Container.ExecAsync(["nosuch"], Token)).Should().ThrowAsync<CommandNotFoundException>();
    }

    [Fact(Timeout = 30_000)]
    public async Task An_exec_exit_code_that_is_not_available_yet_is_requested_again()
    {
        var inspects = 0;
        Script.On("GET /exec/*/json", exchange => exchange.JsonAsync(200, Interlocked.Increment(ref inspects) switch
        {
            1 => """{ "Running": true, "ExitCode": null }""",
            2 => """{ "Running": true, "ExitCode": 0 }""",
            3 => """{ "Running": false, "ExitCode": null }""",
            _ => """{ "Running": false, "ExitCode": 7 }""",
        }));

        var result = await Container.ExecAsync(new ExecSpec("ls") { AllowedExitCodes = ExitCodes.Of(7) }, Token);

        (result.ExitCode, inspects).Should().Be((7, 4));
    }

    [Fact(Timeout = 30_000)]
    public async Task An_exec_exit_code_given_as_a_string_is_read()
    {
        Script.On("GET /exec/*/json", exchange => exchange.JsonAsync(200, """{ "Running": false, "ExitCode": "7" }"""));

        (await Container.ExecAsync(new ExecSpec("ls") { AllowedExitCodes = ExitCodes.Any }, Token)).ExitCode.Should().Be(7);
    }

    [Fact(Timeout = 30_000)]
    public async Task An_engine_error_in_the_stream_fails_the_exec_with_its_text()
    {
        Script.On("POST /exec/*/start", async exchange =>
        {
            await exchange.UpgradeAsync();
            await exchange.Connection.WriteAsync(HealthyEngine.Frame(1, "half"), exchange.StopToken);
            await exchange.Connection.WriteAsync(HealthyEngine.Frame(3, "the shim went away"), exchange.StopToken);
        });

        await FluentActions.Awaiting(() => Run("sleep").Exec("ls").ExecuteAsync(Token)).Should().ThrowAsync<EngineUnavailableException>()
            .WithMessage("Could not exec `ls` in *the shim went away*Cleaned up: container*");
    }

    [Fact(Timeout = 30_000)]
    public async Task Output_truncated_inside_a_frame_fails_the_exec()
    {
        Script.On("POST /exec/*/start", async exchange =>
        {
            await exchange.UpgradeAsync();
            await exchange.Connection.WriteAsync(HealthyEngine.Frame(1, "half of it").AsMemory(0, 12), exchange.StopToken);
        });

        await FluentActions.Awaiting(() => Run("sleep").Exec("ls").ExecuteAsync(Token))
            .Should().ThrowAsync<EngineUnavailableException>().WithMessage("*ended in the middle of a frame*");
    }

    [Fact(Timeout = 30_000)]
    public async Task Exec_in_a_removed_container_throws_ContainerNotFound()
    {
        Script.On("POST /containers/*/exec", exchange => exchange.ErrorAsync(404, "No such container: c0ffee"));

        await FluentActions.Awaiting(() => Container.ExecAsync(["ls"], Token))
            .Should().ThrowAsync<ContainerNotFoundException>().WithMessage("*app (c0ffee012345)*");
    }

    [Fact(Timeout = 30_000)]
    public async Task Exec_in_an_exited_container_throws_ContainerExited_with_its_exit_code_and_log()
    {
        Script.On("POST /containers/*/exec", exchange => exchange.ErrorAsync(409, "Container c0ffee is not running"))
            .On("GET /containers/*/json", exchange => exchange.JsonAsync(200,
                """
                {
                  "Name": "/app", "Path": "server", "Args": ["-v"], "Config": { "Tty": false },
                  "State": { "Status": "exited", "ExitCode": 3 }
                }
                """))
            .On("GET /containers/*/logs", exchange =>
                exchange.RespondAsync(200, "application/vnd.docker.multiplexed-stream",
                    HealthyEngine.Frame(2, "bad config\n")));

        var error = await FluentActions.Awaiting(() => Container.ExecAsync(["ls"], Token))
            .Should().ThrowAsync<ContainerExitedException>().WithMessage("*`server -v`*exit code 3*bad config*");

        (error.Which.ExitCode, error.Which.LogTail).Should().Be((3, "bad config"));
    }

    [Fact(Timeout = 30_000)]
    public async Task An_exec_exit_code_that_is_not_allowed_is_reported_with_stdout_and_stderr()
    {
        Script.On("POST /exec/*/start", async exchange =>
        {
            await exchange.UpgradeAsync();
            await exchange.Connection.WriteAsync(HealthyEngine.Frame(1, "so far so good\n"), exchange.StopToken);
            await exchange.Connection.WriteAsync(HealthyEngine.Frame(2, "then not\n"), exchange.StopToken);
        });
        Script.On("GET /exec/*/json", exchange => exchange.JsonAsync(200, """{ "Running": false, "ExitCode": 137 }"""));

        var error = await FluentActions.Awaiting(() => Container.ExecAsync(["sh", "-c", "exit 137"], Token))
            .Should().ThrowAsync<ExecFailedException>();

        error.Which.Message.Should().ContainAll("`sh -c 'exit 137'`", "SIGKILL", "so far so good", "then not", "AllowedExitCodes");
        error.Which.Result.ExitCode.Should().Be(137);
    }

    [Fact(Timeout = 30_000)]
    public async Task An_exec_timeout_is_reported_with_the_output_so_far()
    {
        Script.On("POST /exec/*/start", async exchange =>
        {
            await exchange.UpgradeAsync();
            await exchange.Connection.WriteAsync(HealthyEngine.Frame(1, "first words\n"), exchange.StopToken);
            await exchange.StaySilentAsync();
        });

        var error = await FluentActions.Awaiting(() => Run("sleep")
            .Exec(new ExecSpec("slow") { Timeout = TimeSpan.FromMilliseconds(200) }).ExecuteAsync(Token))
            .Should().ThrowAsync<ExecTimeoutException>()
            .WithMessage("*`slow`*did not exit within 0.2 s*first words*Cleaned up: container*");

        error.Which.Stdout.Should().Be("first words\n");
    }

    [Fact(Timeout = 30_000)]
    public async Task A_process_that_starts_after_the_timeout_of_its_exec_is_killed()
    {
        var (questions, searches) = (0, 0);
        Script.On("POST /containers/*/exec", exchange => exchange.JsonAsync(
                201, $$"""{ "Id": "{{(exchange.Request.Body.Contains("\"slow\"", StringComparison.Ordinal) ? "slow" : "killer")}}" }"""))
            .On("POST /exec/slow/start", exchange => exchange.StaySilentAsync())
            .On("POST /exec/killer/start", async exchange =>
            {
                await exchange.UpgradeAsync();
                // The first search finds no process.
                if (++searches > 1) await exchange.Connection.WriteAsync(HealthyEngine.Frame(1, "killed\n"), exchange.StopToken);
            })
            .On("GET /exec/slow/json", exchange => exchange.JsonAsync(200, (++questions, searches) switch
            {
                ( < 3, _) => """{ "Running": false, "ExitCode": null }""",
                (_, 1) => """{ "Running": true, "ExitCode": null }""",
                _ => """{ "Running": false, "ExitCode": 137 }""",
            }));

        await FluentActions.Awaiting(() =>
            Container.ExecAsync(new ExecSpec("slow") { Timeout = TimeSpan.FromMilliseconds(200) }, Token))
            .Should().ThrowAsync<ExecTimeoutException>().WithMessage("*Its process in the container was killed.*");

        searches.Should().Be(2);
    }

    [Fact(Timeout = 30_000)]
    public async Task An_exec_that_has_not_started_after_its_timeout_is_reported()
    {
        Script.On("POST /containers/*/exec", exchange => exchange.JsonAsync(
                201, $$"""{ "Id": "{{(exchange.Request.Body.Contains("\"slow\"", StringComparison.Ordinal) ? "slow" : "killer")}}" }"""))
            .On("POST /exec/slow/start", exchange => exchange.StaySilentAsync())
            .On("POST /exec/killer/start", exchange => exchange.UpgradeAsync())
            .On("GET /exec/slow/json", exchange => exchange.JsonAsync(200, """{ "Running": false, "ExitCode": null }"""));

        await FluentActions.Awaiting(() =>
            Container.ExecAsync(new ExecSpec("slow") { Timeout = TimeSpan.FromMilliseconds(200) }, Token))
            .Should().ThrowAsync<ExecTimeoutException>().WithMessage("*The engine had not started its process.*");
    }

    private void Output(string text) => Script.On("POST /exec/*/start", async exchange =>
    {
        await exchange.UpgradeAsync();
        await exchange.Connection.WriteAsync(HealthyEngine.Frame(1, text), exchange.StopToken);
    });
}
