using System.IO.Pipelines;
using System.Text;
using System.Text.RegularExpressions;

namespace ContainerKit.Engine.Tests.Terminals;

/// <summary>Tests reading a terminal with Expect methods, lines and streams.</summary>
public sealed partial class TerminalReadingTests : EngineTest
{
    [DockerFact]
    public async Task Expect_returns_the_match_and_the_text_before_it()
    {
        await using var container = await SleeperAsync();
        await using var terminal = await OpenAsync(container, "echo first; echo 'user 42: Ada'; echo second; cat");

        (await terminal.ExpectAsync("first\n", Token)).Should().BeEquivalentTo(new { Text = "first\n", Before = "", Alternative = 0 });
        var match = await terminal.ExpectAsync(User(), Token);
        (match.Text, match.Before, match.Groups["name"].Value, match.Groups[1].Value).Should().Be(("user 42: Ada", "", "Ada", "42"));
        var any = await terminal.ExpectAnyAsync(["never", new Regex("sec.nd", RegexOptions.Compiled), "second"], Token);
        (any.Alternative, any.Text, any.Before).Should().Be((1, "second", "\n"));
        await terminal.SendLineAsync("last", Token);
        await terminal.CloseInputAsync(Token);
        (await terminal.ExpectAnyAsync(["never", ExpectPattern.End], Token))
            .Should().BeEquivalentTo(new { Alternative = 1, Text = "", Before = "\nlast\n" });
        (await terminal.ExpectEndAsync(Token)).Before.Should().BeEmpty("each byte is read once");
    }

    [DockerFact]
    public async Task Failed_expect_reports_the_last_screen_without_input_that_was_not_echoed()
    {
        await using var container = await SleeperAsync();
        await using var terminal = await container.OpenTerminalAsync(
            "sh", "-c", "seq 1 100; stty -echo; printf 'Password: '; read -r password; echo; printf '\\033[31mwrong\\033[0m '; sleep 600");
        await terminal.ExpectAsync("Password: ", Token);
        await terminal.SendLineAsync("hunter2", Token);
        await terminal.ExpectAsync("wrong", Token);

        var failure = await FluentActions.Awaiting(
            () => terminal.ExpectAnyAsync(["welcome", User()], TimeSpan.FromMilliseconds(300), Token))
            .Should().ThrowAsync<ExpectationFailedException>();

        failure.Which.Message.Should().Contain("within 0.3 s").And.Contain("\"welcome\" or /user").And.Contain("100")
            .And.Contain("Password:").And.Contain("wrong")
            .And.NotContain("hunter2").And.NotContain("\e").And.NotContain("\n  50\n", "that line has scrolled off the screen");
        failure.Which.Screen.Should().StartWith("79\n80\n").And.EndWith("Password: \nwrong");
        failure.Which.Transcript.Should().StartWith("1\r\n2\r\n");
        (failure.Which.ExitCode, terminal.HasEnded).Should().Be((null, false));
    }

    [DockerFact]
    public async Task Expect_fails_immediately_with_the_exit_code_when_the_process_exits_first()
    {
        await using var container = await SleeperAsync();
        await using var terminal = await OpenAsync(container, "echo almost; exit 6");

        var failure = await FluentActions.Awaiting(() => terminal.ExpectAsync("never", TimeSpan.FromMinutes(10), Token))
            .Should().ThrowAsync<ExpectationFailedException>().WithMessage("*exit code 6*almost*");

        failure.Which.ExitCode.Should().Be(6);
    }

    [DockerFact]
    public async Task Canceled_expect_consumes_no_output()
    {
        await using var container = await SleeperAsync();
        await using var terminal = await OpenAsync(container, "echo one; read x; echo two");
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var expecting = terminal.ExpectAsync("two", cancel.Token);
        await FluentActions.Awaiting(() => terminal.ExpectAsync("two", Token))
            .Should().ThrowAsync<InvalidOperationException>().WithMessage("*being read already*");

        await cancel.CancelAsync();
        (await FluentActions.Awaiting(() => expecting).Should().ThrowAsync<OperationCanceledException>())
            .Which.CancellationToken.Should().Be(cancel.Token);
        await terminal.SendLineAsync(Token);

        (await terminal.ExpectAsync("two", Token)).Before.Should().Be("one\n");
    }

    [DockerFact]
    public async Task Expect_lines_and_streams_can_alternate_without_losing_bytes()
    {
        await using var container = await SleeperAsync();
        await using var terminal = await OpenAsync(
            container,
            @"printf 'login: \033[1mbold\033[0m\nline one\nline two\n'; sleep 0.2; "
                + @"echo oops >&2; sleep 0.2; printf 'tail\377\n'");

        await terminal.ExpectAsync("login: ", Token);
        var head = new byte[8];
        await terminal.Output.ReadExactlyAsync(head, Token);
        Encoding.UTF8.GetString(head).Should().Be("\e[1mbold");
        (await terminal.ExpectAsync("\n", Token)).Before.Should().BeEmpty("the escape sequence that ends the color is not text");
        await foreach (var line in terminal.LinesAsync(Token))
        {
            line.Should().Be(new OutputLine(OutputSource.Stdout, "line one"));
            break;
        }

        (await terminal.ExpectAsync("oops\n", Token)).Before.Should().Be("line two\n");
        using var rest = new MemoryStream();
        await terminal.Output.CopyToAsync(rest, Token);
        rest.ToArray().Should().Equal("tail"u8.ToArray().Concat(new byte[] { 0xFF, (byte)'\n' }));
        (await terminal.WaitAsync(Token)).Should().Be(0);
    }

    [DockerFact]
    public async Task Lines_arrive_while_they_are_written_and_name_their_source()
    {
        await using var container = await SleeperAsync();
        await using var terminal = await OpenAsync(
            container, "echo one; while read x; do echo got $x; echo err $x >&2; done; printf 'no end'");

        var lines = new List<OutputLine>();
        await foreach (var line in terminal.LinesAsync(Token))
        {
            lines.Add(line);
            if (line.Text is "one") await terminal.SendLineAsync("a", Token);
            if (line.Text is "err a") await terminal.CloseInputAsync(Token);
        }

        lines.Where(line => line.Source == OutputSource.Stdout).Select(line => line.Text).Should().Equal("one", "got a", "no end");
        lines.Where(line => line.Source == OutputSource.Stderr).Select(line => line.Text).Should().Equal("err a");
    }

    [DockerFact]
    public async Task Long_lines_arrive_in_parts_and_TTY_lines_have_no_carriage_return()
    {
        await using var container = await SleeperAsync();
        await using var terminal = await container.OpenTerminalAsync("sh", "-c", "head -c 100000 /dev/zero | tr '\\0' x; echo; echo short");

        var lines = new List<string>();
        await foreach (var line in terminal.LinesAsync(Token)) lines.Add(line.Text);

        string.Concat(lines).Should().Be(new string('x', 100_000) + "short");
        lines[^1].Should().Be("short");
    }

    [DockerFact]
    public async Task Terminal_streams_work_with_pipe_readers_and_writers()
    {
        await using var container = await SleeperAsync();
        await using var terminal = await OpenAsync(container, "sort -n; echo sorted >&2");
        var (output, error, input) =
            (PipeReader.Create(terminal.Output), PipeReader.Create(terminal.Error), PipeWriter.Create(terminal.Input));

        for (var i = 20_000; i > 0; i--)
        {
            Encoding.UTF8.GetBytes($"{i}\n", input);
            if (i % 1000 == 0) await input.FlushAsync(Token);
        }

        // Completing the writer closes its stream, and with it the input of the process.
        await input.CompleteAsync();
        var sorted = Task.Run(() => CountAsync(output));

        (await sorted, await CountAsync(error)).Should().Be((20_000, 1));
        (await terminal.WaitAsync(Token)).Should().Be(0);
    }

    [DockerFact]
    public async Task KeepEscapes_keeps_the_escape_sequences()
    {
        await using var container = await SleeperAsync();
        await using var terminal = await container.OpenTerminalAsync(
            new TerminalSpec("printf", @"\033[31mred\033[0m\n") { KeepEscapes = true }, Token);

        (await terminal.ExpectEndAsync(Token)).Before.Should().Be("\e[31mred\e[0m\r\n");
    }

    [DockerFact]
    public async Task Ctrl_C_interrupts_the_process()
    {
        await using var container = await SleeperAsync();
        await using var terminal = await container.OpenTerminalAsync(
            "sh", "-c", "trap 'echo caught; exit 3' INT; echo ready; while :; do sleep 0.1; done");
        await terminal.ExpectAsync("ready", Token);

        await terminal.SendKeysAsync(Keys.CtrlC);

        await terminal.ExpectAsync("caught", Token);
        (await terminal.WaitAsync(Token)).Should().Be(3);
    }

    [DockerFact]
    public async Task Keys_have_their_usual_effect_in_bash()
    {
        await using var container = await SleeperAsync(Debian);
        await using var terminal = await container.OpenTerminalAsync("bash", "--norc");
        await terminal.ExpectAsync("# ", Token);

        await terminal.SendLineAsync("echo ag''ain", Token);
        await terminal.ExpectAsync("again", Token);
        await terminal.SendKeysAsync(Keys.Up, Keys.Enter);
        await terminal.ExpectAsync("again", Token);
        // Sends Ctrl-P, the first of the default detach keys. Engines hold it back unless other detach keys are set.
        await terminal.ExpectAsync("# ", Token);
        await terminal.SendKeysAsync(Keys.Ctrl('p'));
        await terminal.ExpectAsync("echo ag", Token);
        await terminal.SendKeysAsync(Keys.Home, "printf '%s-' ", Keys.End, Keys.Backspace, 'N', Keys.Enter);
        await terminal.ExpectAsync("echo-agaiN-", Token);
        // Waits for the prompt, because a running command would receive the key instead of the shell.
        await terminal.ExpectAsync("# ", Token);
        await terminal.SendKeysAsync([Keys.CtrlD], Token);

        (await terminal.WaitAsync(Token)).Should().Be(0);
    }

    [DockerFact]
    [Requires(EngineFeature.DetachKeys)]
    public async Task DetachKeys_of_the_attach_options_detach_the_terminal()
    {
        await using var container = await Image.Pull(Busybox).Run(Spec("sh") with { Tty = true, OpenStdin = true }).ExecuteAsync(Token);
        await using var terminal = await container.AttachAsync(new AttachOptions { DetachKeys = "ctrl-p,ctrl-q" }, Token);

        await terminal.SendKeysAsync(Keys.Ctrl('p'), Keys.Ctrl('q'));

        await terminal.ExpectEndAsync(Token);
        (terminal.HasEnded, terminal.ExitCode, (await container.InspectAsync(Token)).State)
            .Should().Be((true, null, ContainerState.Running));
    }

    private static async Task<int> CountAsync(PipeReader reader)
    {
        for (var lines = 0; ;)
        {
            var result = await reader.ReadAsync(Token);
            foreach (var segment in result.Buffer) lines += segment.Span.Count((byte)'\n');
            reader.AdvanceTo(result.Buffer.End);
            if (result.IsCompleted) return lines;
        }
    }

    private static Task<Terminal> OpenAsync(Container container, string script) =>
        container.OpenTerminalAsync(new TerminalSpec("sh", "-c", script) { Tty = false }, Token);

    [GeneratedRegex("user ([0-9]+): (?<name>[A-Z][a-z]+)")]
    private static partial Regex User();
}
