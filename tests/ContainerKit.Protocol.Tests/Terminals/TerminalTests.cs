using System.Text;
using System.Text.RegularExpressions;
using ContainerKit.Protocol.Tests.Support;

namespace ContainerKit.Protocol.Tests.Terminals;

/// <summary>Terminals on an engine with behavior that is rare on real engines.</summary>
public sealed class TerminalTests : ProtocolTest
{
    private static readonly TerminalSpec _plain = new("app") { Tty = false };

    [Fact(Timeout = 30_000)]
    public async Task A_connection_lost_in_the_middle_of_a_frame_fails_every_reader()
    {
        Output(async exchange =>
        {
            await exchange.Connection.WriteAsync(HealthyEngine.Frame(1, "one\n"), exchange.StopToken);
            await exchange.Connection.WriteAsync(HealthyEngine.Frame(1, "half of it").AsMemory(0, 12), exchange.StopToken);
        });

        await ShouldFailAsync(terminal => terminal.ExpectAsync("never", Token));
        await ShouldFailAsync(terminal => terminal.ExpectEndAsync(Token));
        await ShouldFailAsync(terminal => terminal.Output.CopyToAsync(Stream.Null, Token));
        await ShouldFailAsync(terminal => terminal.Error.CopyToAsync(Stream.Null, Token));
        await ShouldFailAsync(terminal => terminal.WaitAsync(Token));
        await ShouldFailAsync(async terminal =>
        {
            await foreach (var line in terminal.LinesAsync(Token)) line.Text.Should().BeOneOf("one", "half");
        });

        async Task ShouldFailAsync(Func<Terminal, Task> read)
        {
            await using var terminal = await Container.OpenTerminalAsync(_plain, Token);
            await FluentActions.Awaiting(() => read(terminal)).Should().ThrowAsync<EngineUnavailableException>()
                .WithMessage("*`app` in app (c0ffee012345)*ended in the middle of a frame*");
        }
    }

    [Fact(Timeout = 30_000)]
    public async Task An_engine_error_in_the_terminal_stream_is_reported_with_its_text()
    {
        Output(async exchange => await exchange.Connection.WriteAsync(HealthyEngine.Frame(3, "the shim went away"), exchange.StopToken));
        await using var terminal = await Container.OpenTerminalAsync(_plain, Token);

        await FluentActions.Awaiting(() => terminal.ExpectAsync("never", Token))
            .Should().ThrowAsync<EngineUnavailableException>().WithMessage("*the shim went away*");
    }

    [Fact(Timeout = 30_000)]
    public async Task Expect_matches_output_that_arrives_byte_by_byte()
    {
        Output(async exchange =>
        {
            foreach (var value in Encoding.UTF8.GetBytes("a \e[1mgrüner\e[0m Baum: 👍\r\nrest"))
            {
                await exchange.Connection.WriteAsync(new[] { value }, exchange.StopToken);
                await Task.Yield();
            }
        });
        await using var terminal = await Container.OpenTerminalAsync("app");

        (await terminal.ExpectAsync("grüner Baum", Token)).Before.Should().Be("a ");
        (await terminal.ExpectAsync(new Regex(@": (\S+)\r\n"), Token)).Groups[1].Value.Should().Be("👍");
        (await terminal.ExpectEndAsync(Token)).Before.Should().Be("rest");
    }

    [Fact(Timeout = 30_000)]
    public async Task A_reader_that_gets_the_end_finds_the_terminal_ended()
    {
        Output(async exchange => await exchange.Connection.WriteAsync(HealthyEngine.Frame(1, "all of it"), exchange.StopToken));

        // The reader continues on another thread than the code that ends the terminal.
        for (var i = 0; i < 50; i++)
        {
            await using var terminal = await Container.OpenTerminalAsync(_plain, Token);
            await terminal.ExpectEndAsync(Token);
            terminal.HasEnded.Should().BeTrue("terminal {0} has ended", i);
        }
    }

    [Theory(Timeout = 30_000)]
    [InlineData("1.41", false)]
    [InlineData("1.42", true)]
    [InlineData("1.51", true)]
    public async Task Terminal_size_is_sent_with_the_exec_start_if_supported_and_always_with_a_resize(string version, bool isSentAtStart)
    {
        Script.On("GET /_ping", exchange => exchange.RespondAsync(200, "text/plain", "OK"u8.ToArray(), $"API-Version: {version}\r\n"));
        Script.On("POST /exec/*/resize", exchange => exchange.EmptyAsync(200));
        Output(exchange => exchange.StaySilentAsync());

        var terminal = await Container.OpenTerminalAsync(new TerminalSpec("vi") { Size = new TerminalSize(100, 30) }, Token);
        await terminal.DetachAsync();

        Script.Requests.Single(request => request.Path == "/exec/e0/start").Body.Should().Be(isSentAtStart
            ? """{"Detach":false,"Tty":true,"ConsoleSize":[30,100]}"""
            : """{"Detach":false,"Tty":true}""");
        Script.Requests.Where(request => request.Path == "/exec/e0/resize").Select(request => request.Query).Should().Equal("h=30&w=100");
    }

    [Fact(Timeout = 30_000)]
    public async Task Default_detach_keys_are_replaced_unless_detach_keys_are_specified()
    {
        Script.On("POST /exec/*/resize", exchange => exchange.EmptyAsync(200));
        Output(exchange => exchange.StaySilentAsync());

        foreach (var detachKeys in new[] { null, "ctrl-p,ctrl-q" })
            await (await Container.OpenTerminalAsync(new TerminalSpec("sh") { DetachKeys = detachKeys }, Token)).DetachAsync();

        var keys = Script.Requests.Where(request => request.Path.EndsWith("/exec", StringComparison.Ordinal))
            .Select(request => Regex.Match(request.Body, "\"DetachKeys\":\"([^\"]*)\"").Groups[1].Value);
        keys.Should().HaveCount(2).And.NotContain("").And.EndWith("ctrl-p,ctrl-q");
    }

    [Fact(Timeout = 30_000)]
    public async Task A_failed_resize_throws_only_while_the_process_runs()
    {
        var hasExited = false;
        Script.On("POST /exec/*/resize", exchange => exchange.ErrorAsync(500, "cannot resize a stopped container: unknown"));
        Script.On("GET /exec/*/json", exchange =>
            exchange.JsonAsync(200,
                $$"""{ "Running": {{(hasExited ? "false" : "true")}}, "ExitCode": {{(hasExited ? "0" : "null")}} }"""));
        Output(exchange => exchange.StaySilentAsync());
        var terminal = await Container.OpenTerminalAsync("sh");

        await FluentActions.Awaiting(() => terminal.ResizeAsync(TerminalSize.Standard, Token))
            .Should().ThrowAsync<EngineApiException>().WithMessage("*resize the terminal of `sh` in app*cannot resize*");
        hasExited = true;
        await terminal.ResizeAsync(TerminalSize.Standard, Token);
        await terminal.DetachAsync();
    }

    [Fact(Timeout = 30_000)]
    public async Task A_failed_expect_after_the_end_of_the_output_reports_that_the_process_still_runs()
    {
        var hasExited = false;
        Script.On("GET /exec/*/json", exchange =>
            exchange.JsonAsync(200, hasExited ? """{ "Running": false, "ExitCode": 7 }""" : """{ "Running": true }"""));
        Output(async exchange => await exchange.Connection.WriteAsync(HealthyEngine.Frame(1, "bye\n"), exchange.StopToken));
        await using var terminal = await Container.OpenTerminalAsync(_plain, Token);

        var failure = await FluentActions.Awaiting(() => terminal.ExpectAsync("never", Token))
            .Should().ThrowAsync<ExpectationFailedException>().WithMessage("*still runs*bye*");

        failure.Which.ExitCode.Should().BeNull();
        hasExited = true;
        (await terminal.WaitAsync(Token)).Should().Be(7);
    }

    [Theory(Timeout = 30_000)]
    [InlineData(404, "No such exec instance: e0")]
    [InlineData(404, "No such container: c0ffee")]
    public async Task A_container_removed_at_the_end_of_the_output_throws_ContainerNotFound(int status, string message)
    {
        Script.On("GET /exec/*/json", exchange => exchange.ErrorAsync(status, message));
        Output(_ => Task.CompletedTask);
        await using var terminal = await Container.OpenTerminalAsync(_plain, Token);

        await FluentActions.Awaiting(() => terminal.ExpectAsync("never", Token))
            .Should().ThrowAsync<ContainerNotFoundException>().WithMessage("*app (c0ffee012345)*");
        await FluentActions.Awaiting(() => terminal.WaitAsync(Token)).Should().ThrowAsync<ContainerNotFoundException>();
    }

    [Fact(Timeout = 30_000)]
    public async Task Opening_a_terminal_with_a_missing_command_throws_CommandNotFound_and_closes_the_connection()
    {
        Script.On("POST /exec/*/start", exchange =>
            exchange.ErrorAsync(400, """OCI runtime exec failed: exec: "nosuch": executable file not found in $PATH"""));

        await FluentActions.Awaiting(() => Container.OpenTerminalAsync("nosuch")).Should().ThrowAsync<CommandNotFoundException>();
    }

    [Fact(Timeout = 30_000)]
    public async Task Attaching_to_a_container_that_just_exited_throws_ContainerExited()
    {
        Script.On("GET /containers/*/json", exchange =>
            exchange.JsonAsync(200,
                """{ "State": { "Status": "exited", "Running": false, "ExitCode": 137 }, "Config": { "Tty": true } }"""));
        Script.On("POST /containers/*/attach", async exchange =>
        {
            await exchange.UpgradeAsync();
            await exchange.StaySilentAsync();
        });

        await FluentActions.Awaiting(() => Container.AttachAsync(Token)).Should().ThrowAsync<ContainerExitedException>()
            .WithMessage("*It is exited, exit code 137 (SIGKILL*StartAttachedAsync*");
    }

    [Fact(Timeout = 30_000)]
    public async Task A_failed_attached_start_closes_the_attach_connection()
    {
        var isClosed = new TaskCompletionSource();
        Script.On("GET /containers/*/json", exchange => exchange.JsonAsync(200, """{ "State": { "Status": "created" }, "Config": { } }"""));
        Script.On("POST /containers/*/attach", async exchange =>
        {
            await exchange.UpgradeAsync();
            await exchange.StaySilentAsync();
            isClosed.SetResult();
        });
        Script.On("POST /containers/*/start", exchange =>
            exchange.ErrorAsync(500, "driver failed programming external connectivity: port is already allocated"));

        await FluentActions.Awaiting(() => Container.StartAttachedAsync(Token)).Should().ThrowAsync<PortConflictException>();

        await isClosed.Task.WaitAsync(Token);
    }

    [Theory(Timeout = 30_000)]
    [InlineData("€x\r\nb\n", 1, "|€x|b")]
    [InlineData("y\r\nb\n", 1, "y|b")]
    [InlineData("y\r\nb\n", 2, "y|b")]
    [InlineData("y\n\nb\n", 1, "y||b")]
    [InlineData("\rx\n", 1, "|\rx")]
    [InlineData("y\r", 2, "y")]
    public async Task A_too_long_line_is_split_neither_inside_a_character_nor_inside_a_line_end(string text, int remaining, string expected)
    {
        // Fills the buffer of one output, so that it is full in the middle of the text.
        var fill = new string('x', (64 * 1024) - remaining);
        Output(async exchange => await exchange.Connection.WriteAsync(HealthyEngine.Frame(1, fill + text), exchange.StopToken));
        await using var terminal = await Container.OpenTerminalAsync(_plain, Token);

        var lines = new List<string>();
        await foreach (var line in terminal.LinesAsync(Token)) lines.Add(line.Text);

        string.Join('|', lines).TrimStart('x').Should().Be(expected);
    }

    private void Output(Func<Exchange, Task> write) => Script.On("POST /exec/*/start", async exchange =>
    {
        await exchange.UpgradeAsync();
        await write(exchange);
    });
}
