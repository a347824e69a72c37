namespace ContainerKit.Engine.Tests.Terminals;

/// <summary>Tests <see cref="TerminalShell"/>, which runs commands one by one in a shell.</summary>
public sealed class TerminalShellTests : EngineTest
{
    [DockerFact]
    public Task BusyBox_ash_runs_commands_one_by_one() => ShouldRunCommandsAsync(Busybox, "sh");

    [DockerFact]
    public Task Bash_runs_commands_one_by_one() => ShouldRunCommandsAsync(Debian, "bash");

    [DockerFact]
    public Task Dash_runs_commands_one_by_one() => ShouldRunCommandsAsync(Debian, "dash");

    [DockerFact]
    public async Task Shell_stays_usable_after_a_hanging_command_is_interrupted()
    {
        await using var container = await SleeperAsync(Debian);
        await using var terminal = await container.OpenTerminalAsync("bash");
        var shell = await terminal.ShellAsync(Token);

        var failure = await FluentActions.Awaiting(
            () => shell.RunAsync("echo started; sleep 600", TimeSpan.FromSeconds(1), Token))
            .Should().ThrowAsync<ExpectationFailedException>();
        failure.Which.Screen.Should().EndWith("started");
        await FluentActions.Awaiting(() => shell.RunAsync("true", Token))
            .Should().ThrowAsync<InvalidOperationException>().WithMessage("*InterruptAsync*");
        await shell.InterruptAsync(Token);

        (await shell.RunAsync("echo again", Token))
            .Should().BeEquivalentTo(new { Command = "echo again", Output = "again\n", ExitCode = 0 });
    }

    [DockerFact]
    public async Task Shell_command_that_exits_the_shell_throws_with_the_exit_code()
    {
        await using var container = await SleeperAsync();
        await using var terminal = await container.OpenTerminalAsync("sh");
        var shell = await terminal.ShellAsync(Token);

        var failure = await FluentActions.Awaiting(() => shell.RunAsync("exit 9", Token))
            .Should().ThrowAsync<ExpectationFailedException>().WithMessage("*ended with exit code 9*");

        failure.Which.ExitCode.Should().Be(9);
    }

    [DockerFact]
    public async Task Shell_without_a_TTY_is_refused()
    {
        await using var container = await SleeperAsync();
        await using var terminal = await container.OpenTerminalAsync(new TerminalSpec("sh") { Tty = false }, Token);

        await FluentActions.Awaiting(() => terminal.ShellAsync(Token))
            .Should().ThrowAsync<InvalidOperationException>().WithMessage("*TTY*ExecAsync*");
    }

    [DockerFact]
    public async Task BusyBox_shell_takes_commands_that_are_longer_than_a_line_of_a_TTY()
    {
        await using var container = await SleeperAsync();
        await using var terminal = await container.OpenTerminalAsync("sh");
        var shell = await terminal.ShellAsync(Token);

        foreach (var length in new[] { 1_000, 1_009, 1_010, 1_023, 4_095, 20_000 })
            (await shell.RunAsync($"x={new string('x', length)}; echo ${{#x}}", Token)).Output.Should().Be($"{length}\n");
        (await shell.RunAsync("(exit 42)", Token)).ExitCode.Should().Be(42);
        (await shell.RunAsync($"echo $?; : {new string('x', 3000)}", Token)).Output.Should().Be("42\n");
    }

    [DockerFact]
    public async Task BusyBox_shell_goes_on_after_syntax_errors_interrupts_and_loop_control()
    {
        await using var container = await SleeperAsync();
        await using var terminal = await container.OpenTerminalAsync("sh");
        var shell = await terminal.ShellAsync(Token);

        (await shell.RunAsync("echo 'never closed", Token)).ExitCode.Should().NotBe(0);
        (await shell.RunAsync("echo one", Token)).Output.Should().Be("one\n");
        await shell.RunAsync("break", Token);
        (await shell.RunAsync("echo two", Token)).Output.Should().Be("two\n");
        await shell.RunAsync("continue 3", Token);
        (await shell.RunAsync("echo next", Token)).Output.Should().Be("next\n", "nothing is left of the command before");
        await FluentActions.Awaiting(() => shell.RunAsync("sleep 600", TimeSpan.FromSeconds(1), Token))
            .Should().ThrowAsync<ExpectationFailedException>();
        await shell.InterruptAsync(Token);
        (await shell.RunAsync("set -u; echo three", Token)).Output.Should().Be("three\n");
        var reading = shell.RunAsync("read line; echo got $line", Token);
        await terminal.SendLineAsync("typed", Token);
        (await reading).Output.Should().EndWith("got typed\n");
        await terminal.SendLineAsync("echo by hand", Token);
        await terminal.ExpectAsync("by hand", Token);
        (await shell.RunAsync("echo four", Token)).Output.Should().EndWith("four\n");
        (await shell.RunAsync("set -x; echo five", Token)).Output.Should().Contain("five\n").And.NotContain("__ck");
    }

    [DockerFact]
    public async Task Shell_command_with_a_null_character_is_refused()
    {
        await using var container = await SleeperAsync();
        await using var terminal = await container.OpenTerminalAsync("sh");
        var shell = await terminal.ShellAsync(Token);

        await FluentActions.Awaiting(() => shell.RunAsync("echo a\0b", Token)).Should().ThrowAsync<ArgumentException>();
        (await shell.RunAsync("echo ok", Token)).Output.Should().Be("ok\n");
    }

    private async Task ShouldRunCommandsAsync(string image, string command)
    {
        await using var container = await SleeperAsync(image);
        await using var terminal = await container.OpenTerminalAsync(command);
        var shell = await terminal.ShellAsync(Token);

        (await RunAsync("cd /usr/bin")).Should().Be(("", 0));
        (await RunAsync("pwd")).Should().Be(("/usr/bin\n", 0));
        (await RunAsync("printf 'no end'")).Should().Be(("no end", 0), "the prompt on the same line is not part of the output");
        (await RunAsync("(exit 42)")).Should().Be(("", 42));
        (await RunAsync("echo $?")).Should().Be(("42\n", 0));
        (await RunAsync("for i in 1 2\ndo\n  echo \"it's $i\"\ndone")).Should().Be(("it's 1\nit's 2\n", 0));
        (await shell.RunAsync("echo 'never closed", Token)).ExitCode.Should().NotBe(0, "a syntax error is a failure of the command");
        (await RunAsync("x='a  b'; echo \"$x\" | tr a-z A-Z")).Should().Be(("A  B\n", 0));
        (await RunAsync("echo grüße ; echo oops >&2")).Should().Be(("grüße\noops\n", 0));
        (await RunAsync("[ -t 0 ] && tty | sed s/[0-9]*$//")).Should().Be(("/dev/pts/\n", 0));
        (await RunAsync("i=0; while [ $i -lt 3000 ]; do i=$((i + 1)); echo line $i of a long output; done | tail -n 1"))
            .Should().Be(("line 3000 of a long output\n", 0));
        (await RunAsync("")).Should().Be(("", 0));
        (await RunAsync($"x={new string('x', 1010)}; echo ${{#x}}")).Should().Be(("1010\n", 0));
        var odd = string.Concat(Enumerable.Repeat("ä'\\''%\\\\", 150));
        (await RunAsync($"x=$(printf '%s' '{odd}'); echo ${{#x}} | wc -l")).Should().Be(("1\n", 0));
        (await RunAsync("printf '%s' 'a\tb\u001bc' | od -An -tx1 | tr -d ' '")).Should().Be(("6109621b63\n", 0));
        (await RunAsync("echo 'one\n\ntwo!x'\n")).Should().Be(("one\n\ntwo!x\n", 0));
        (await RunAsync("(exit 42)")).Should().Be(("", 42));
        (await RunAsync($": {new string('x', 1500)}; echo $?")).Should().Be(("0\n", 0));
        (await RunAsync("sleep 0.1 >/dev/null 2>&1 </dev/null & echo now")).Item1.Should().EndWith("now\n");
        await Task.Delay(400, Token);
        (await RunAsync("echo after")).Item1.Should().StartWith("after\n");
        // Without the end of the escape sequence, a terminal takes all that follows for its part.
        await RunAsync("printf '\\033]0;title'");
        (await RunAsync("echo after; printf '\\033['")).Should().Be(("after\n", 0));
        (await RunAsync("head -c 1000 /dev/urandom; printf '\\303'")).Item2.Should().Be(0);
        var long200000 = await shell.RunAsync("echo BEGIN; head -c 200000 /dev/zero | tr '\\0' y; echo; echo END", Token);
        long200000.ExitCode.Should().Be(0);
        long200000.Output.Should().Be($"BEGIN\n{new string('y', 200_000)}\nEND\n");
        (await RunAsync("echo still here")).Should().Be(("still here\n", 0));

        async Task<(string, int)> RunAsync(string line)
        {
            var result = await shell.RunAsync(line, Token);
            return (result.Output, result.ExitCode);
        }
    }
}
