namespace ContainerKit.Engine.Tests.Consoles;

/// <summary>Checks that a console session restores the terminal, regardless of how the session ended.</summary>
[Trait("Shard", "quiet")]
public sealed class TerminalRestoreTests : EngineTest
{
    [Theory(Timeout = 60_000)]
    [InlineData("TERM")]
    [InlineData("HUP")]
    [InlineData("INT")]
    [InlineData("QUIT")]
    public async Task Console_session_ended_by_a_signal_restores_the_terminal_settings(string signal)
    {
        await using var container = await SleeperAsync();
        await using var tmux = await Tmux.StartAsync($"{Tmux.Shell()} exec {container.Name} sh");
        await tmux.LineAsync("stty -a > before; run");
        await tmux.ShowsAsync("/ # ");

        using var kill = System.Diagnostics.Process.Start(
            "kill", [$"-{signal}", (await File.ReadAllTextAsync(tmux.File("pid"), Token)).Trim()]);

        await tmux.ShowsAsync(Tmux.Prompt);
        await tmux.LineAsync("clear; stty -a > after; cmp before after && echo restored");
        await tmux.ShowsAsync("restored\n" + Tmux.Prompt);
    }

    [DockerFact]
    public async Task Console_session_in_a_killed_container_returns_the_exit_code_and_restores_the_terminal()
    {
        await using var container = await SleeperAsync();
        await using var tmux = await Tmux.StartAsync($"{Tmux.Shell()} exec {container.Name} sh");
        await tmux.LineAsync("stty -a > before; run; echo code=$?; stty -a > after; cmp before after && echo restored");
        await tmux.ShowsAsync("/ # ");

        await container.KillAsync(Token);

        (await tmux.ShowsAsync("restored\n" + Tmux.Prompt)).Should().Contain("code=137");
    }

    [DockerFact]
    public async Task Console_session_in_a_removed_container_ends_and_restores_the_terminal()
    {
        var container = await Image.Pull(Busybox).Run(Spec("sh") with { Tty = true, OpenStdin = true }).ExecuteAsync(Token);
        await using var tmux = await Tmux.StartAsync($"{Tmux.Shell()} attach {container.Name}");
        await tmux.LineAsync("stty -a > before; run 2> error; echo code=$?; stty -a > after; cmp before after && echo restored");
        await tmux.ShowsAsync("/ # ");

        await container.RemoveAsync(Token);

        await tmux.ShowsAsync("restored\n" + Tmux.Prompt);
    }

    [DockerFact]
    public async Task Console_session_that_fails_to_start_leaves_the_terminal_unchanged()
    {
        await using var container = await SleeperAsync();
        await using var tmux = await Tmux.StartAsync($"{Tmux.Shell()} exec {container.Name} no-such-command");

        var screen = await tmux.HostAsync(
            "stty -a > before; run 2> error; echo code=$?; stty -a > after; cmp before after && echo restored");

        screen.Should().Contain("restored").And.Contain("code=125");
        (await File.ReadAllTextAsync(tmux.File("error"), Token)).Should().Contain("no-such-command");
    }

    [DockerFact]
    public async Task Keys_typed_after_a_console_session_go_to_the_host_shell()
    {
        await using var tmux = await Tmux.StartAsync($"{Tmux.Shell()} busybox sleep 1");
        await tmux.LineAsync("run; echo now; cat");
        await tmux.ShowsAsync("\nnow");

        await tmux.LineAsync("for the host");

        await tmux.ShowsAsync("for the host\nfor the host");
        await tmux.KeysAsync("C-d");
        await tmux.ShowsAsync(Tmux.Prompt);
    }
}
