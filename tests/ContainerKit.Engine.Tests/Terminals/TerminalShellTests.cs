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
        await FluentActions.Awaiting(() => shell.RunAsync(new string('x', 5000), Token))
            .Should().ThrowAsync<ArgumentException>().WithMessage("*4095*");
        (await RunAsync("echo still here")).Should().Be(("still here\n", 0));

        async Task<(string, int)> RunAsync(string line)
        {
            var result = await shell.RunAsync(line, Token);
            return (result.Output, result.ExitCode);
        }
    }
}
