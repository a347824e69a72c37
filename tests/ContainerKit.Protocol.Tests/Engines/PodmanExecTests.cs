using System.Text;
using ContainerKit.Protocol.Tests.Support;

namespace ContainerKit.Protocol.Tests.Engines;

/// <summary>Execs and their start failures on Podman and Docker 28, whose responses differ from those of older Docker versions.</summary>
public sealed class PodmanExecTests : PodmanTest
{
    private const string Improper = "container state improper";

    [Fact(Timeout = 30_000)]
    public async Task An_exec_whose_process_leaves_its_input_unread_has_a_result_although_the_connection_is_reset()
    {
        Script.On("POST /exec/*/start", async exchange =>
            {
                await exchange.UpgradeAsync();
                await exchange.Connection.WriteAsync(HealthyEngine.Frame(1, "12345"), exchange.StopToken);
                // The connection is closed with unread input, which resets it.
            });
        var input = new MemoryStream(new byte[8 * 1024 * 1024]);

        var result = await Container.ExecAsync(new ExecSpec("head", "-c", "5") { StandardInput = ProcessInput.FromStream(input) }, Token);

        result.Stdout.Should().Be("12345");
    }

    [Theory(Timeout = 30_000)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_terminal_is_closed_while_its_exit_code_is_requested_after_a_lost_connection(bool detaches)
    {
        var requested = new TaskCompletionSource();
        Script.On("POST /exec/*/start", async exchange =>
            {
                await exchange.UpgradeAsync();
                await exchange.Connection.WriteAsync(HealthyEngine.Frame(1, "half").AsMemory(0, 10), exchange.StopToken);
            })
            .On("GET /exec/*/json", async exchange =>
            {
                requested.TrySetResult();
                await exchange.StaySilentAsync();
            });
        await using var terminal = await Container.OpenTerminalAsync(new TerminalSpec("sh") { Tty = false }, Token);
        await requested.Task.WaitAsync(Token);

        await (detaches ? terminal.DetachAsync() : terminal.DisposeAsync().AsTask());

        terminal.HasEnded.Should().BeTrue();
    }

    [Fact(Timeout = 30_000)]
    public async Task An_exec_in_an_exited_container_throws_ContainerExitedException()
    {
        Script.On("POST /containers/*/exec", exchange => ErrorAsync(
                exchange, 500, Improper, $"can only create exec sessions on running containers: {Improper}"))
            .On("GET /containers/*/json", exchange => exchange.JsonAsync(200,
                $$$"""
                {"Id":"{{{HealthyEngine.ContainerId}}}","Name":"/app","State":{"Status":"exited","ExitCode":3},"Config":{"Image":"app"}}
                """));

        var failure = await FluentActions.Awaiting(() => Container.ExecAsync(["true"], Token))
            .Should().ThrowAsync<ContainerExitedException>();

        failure.Which.ExitCode.Should().Be(3);
    }

    [Fact(Timeout = 30_000)]
    public async Task An_exec_of_a_missing_command_throws_CommandNotFoundException()
    {
        Script.On("POST /exec/*/start", async exchange =>
            {
                await exchange.UpgradeAsync();
                await exchange.Connection.WriteAsync(
                    HealthyEngine.Frame(2, "Error: crun: executable file `nope` not found in $PATH: No such file or directory: "
                        + "OCI runtime attempted to invoke a command that was not found\n"), exchange.StopToken);
            })
            .On("GET /exec/*/json", exchange => exchange.JsonAsync(200, """{"ID":"e0","Running":false,"ExitCode":127,"Pid":0}"""));

        await FluentActions.Awaiting(() => Container.ExecAsync(["nope"], Token)).Should().ThrowAsync<CommandNotFoundException>();
    }

    [Fact(Timeout = 30_000)]
    public async Task A_run_of_a_missing_command_with_output_throws_CommandNotFoundException()
    {
        Script.On("POST /containers/*/attach", exchange => ErrorAsync(exchange, 500, "OCI runtime error",
            "preparing container c0ffee for attach: crun: executable file `nope` not found in $PATH: No such file or directory"));

        await FluentActions.Awaiting(() => Run("nope").Output().ExecuteAsync(Token)).Should().ThrowAsync<CommandNotFoundException>();
    }

    [Theory(Timeout = 30_000)]
    [InlineData("chdir to `/nope`: No such file or directory: OCI runtime attempted to invoke a command that was not found", 127)]
    [InlineData("chdir to `/nope`: Not a directory: OCI runtime error", 125)]
    [InlineData("chdir `/nope`: Not a directory: OCI runtime error", 125)]
    public async Task An_exec_in_a_missing_directory_throws_ExecStartException(string error, int exitCode)
    {
        Script.On("POST /exec/*/start", async exchange =>
            {
                await exchange.UpgradeAsync();
                await exchange.Connection.WriteAsync(HealthyEngine.Frame(2, $"Error: crun: {error}\n"), exchange.StopToken);
                await exchange.Connection.WriteAsync(HealthyEngine.Frame(2,
                    "Error: read unixpacket @->/proc/self/fd/13/attach: read: connection reset by peer\n"), exchange.StopToken);
            })
            .On("GET /exec/*/json", exchange => exchange.JsonAsync(
                200, $$"""{"ID":"e0","Running":false,"ExitCode":{{exitCode}},"Pid":0}"""));
        var spec = new ExecSpec("ls") { WorkingDirectory = "/nope", AllowedExitCodes = ExitCodes.Any };

        var failure = await FluentActions.Awaiting(() => Container.ExecAsync(spec, Token)).Should().ThrowAsync<ExecStartException>();

        failure.Which.Message.Should().Contain("the working directory /nope");
    }

    [Theory(Timeout = 30_000)]
    [InlineData(3)]
    [InlineData(12)]
    [InlineData(60)]
    public async Task A_start_failure_that_arrives_in_pieces_is_passed_to_no_output_target(int length)
    {
        var frame = HealthyEngine.Frame(2, "Error: crun: chdir to `/nope`: No such file or directory: OCI runtime error\n");
        Script.On("POST /exec/*/start", async exchange =>
            {
                await exchange.UpgradeAsync();
                foreach (var piece in (byte[][])[frame[..length], frame[length..], HealthyEngine.Frame(2, "Error: connection reset\n")])
                {
                    await exchange.Connection.WriteAsync(piece, exchange.StopToken);
                    // The client reads each piece for itself.
                    await Task.Delay(100, exchange.StopToken);
                }
            })
            .On("GET /exec/*/json", exchange => exchange.JsonAsync(200, """{"ID":"e0","Running":false,"ExitCode":127,"Pid":0}"""));
        var lines = new List<string>();
        var spec = new ExecSpec("ls") { WorkingDirectory = "/nope", OnLine = line => lines.Add(line.Text) };

        await FluentActions.Awaiting(() => Container.ExecAsync(spec, Token)).Should().ThrowAsync<ExecStartException>();

        lines.Should().BeEmpty();
    }

    [Theory(Timeout = 30_000)]
    [InlineData("Error: no such table\n")]
    [InlineData("Error: ")]
    [InlineData("E")]
    [InlineData("Error: crun: chdir to `/nope`: OCI runtime error\nError: a")]
    public async Task Output_that_begins_like_a_start_failure_is_passed_on(string output)
    {
        Script.On("POST /exec/*/start", async exchange =>
            {
                await exchange.UpgradeAsync();
                await exchange.Connection.WriteAsync(HealthyEngine.Frame(2, output), exchange.StopToken);
                await Task.Delay(100, exchange.StopToken);
                await exchange.Connection.WriteAsync(HealthyEngine.Frame(2, "b\n"), exchange.StopToken);
            })
            .On("GET /exec/*/json", exchange => exchange.JsonAsync(200, """{"ID":"e0","Running":false,"ExitCode":1,"Pid":0}"""));
        using var target = new MemoryStream();
        var spec = new ExecSpec("ls") { StandardError = OutputTarget.ToStream(target), AllowedExitCodes = ExitCodes.Any };

        await Container.ExecAsync(spec, Token);

        Encoding.UTF8.GetString(target.ToArray()).Should().Be(output + "b\n");
    }

    [Fact(Timeout = 30_000)]
    public async Task An_exec_in_a_relative_directory_throws_ExecStartException_on_Docker_28()
    {
        Script.On("GET /_ping", exchange => exchange.RespondAsync(200, "text/plain", "OK"u8.ToArray(), "Api-Version: 1.51\r\n"))
            .On("POST /exec/*/start", async exchange =>
            {
                await exchange.UpgradeAsync();
                await exchange.Connection.WriteAsync(
                    HealthyEngine.Frame(1, "OCI runtime exec failed: exec failed: Cwd must be an absolute path\r\n"), exchange.StopToken);
            })
            .On("GET /exec/*/json", exchange => exchange.JsonAsync(200, """{"ID":"e0","Running":false,"ExitCode":128,"Pid":0}"""));
        var spec = new ExecSpec("ls") { WorkingDirectory = "relative", AllowedExitCodes = ExitCodes.Any };

        await FluentActions.Awaiting(() => Container.ExecAsync(spec, Token)).Should().ThrowAsync<ExecStartException>();
    }

    [Theory(Timeout = 30_000)]
    [InlineData("Error: crun: the path `/etc/passwd` exists but it is not executable: Operation not permitted: OCI permission denied")]
    [InlineData("Error: crun: open executable: Permission denied: OCI permission denied")]
    public async Task An_exec_of_a_file_that_is_not_executable_throws_CommandNotFoundException(string error)
    {
        Script.On("POST /exec/*/start", async exchange =>
            {
                await exchange.UpgradeAsync();
                await exchange.Connection.WriteAsync(HealthyEngine.Frame(2, error + "\n"), exchange.StopToken);
            })
            .On("GET /exec/*/json", exchange => exchange.JsonAsync(200, """{"ID":"e0","Running":false,"ExitCode":126,"Pid":0}"""));

        await FluentActions.Awaiting(() => Container.ExecAsync(["/etc/passwd"], Token)).Should().ThrowAsync<CommandNotFoundException>();
    }
}
