namespace ContainerKit.Engine.Tests.Consoles;

/// <summary>The terminal is as it was, however the session ended.</summary>
public sealed class RestoreTests : EngineTest
{
    [Theory(Timeout = 60_000)]
    [InlineData("TERM")]
    [InlineData("HUP")]
    [InlineData("INT")]
    [InlineData("QUIT")]
    public async Task A_signal_ends_the_program_and_leaves_a_terminal_to_work_with(string signal)
    {
        await using var container = await SleeperAsync();
        await using var tmux = await Tmux.StartAsync($"{Tmux.Shell()} exec {container.Name} sh");
        await tmux.LineAsync("stty -a > before; run");
        await tmux.ShowsAsync("/ # ");

        using var kill = System.Diagnostics.Process.Start("kill", [$"-{signal}", (await File.ReadAllTextAsync(tmux.File("pid"), Token)).Trim()]);

        await tmux.ShowsAsync(Tmux.Prompt);
        await tmux.LineAsync("clear; stty -a > after; cmp before after && echo restored");
        await tmux.ShowsAsync("restored\n" + Tmux.Prompt);
    }

    [DockerFact]
    public async Task A_container_that_is_killed_ends_the_session_with_its_exit_code()
    {
        await using var container = await SleeperAsync();
        await using var tmux = await Tmux.StartAsync($"{Tmux.Shell()} exec {container.Name} sh");
        await tmux.LineAsync("stty -a > before; run; echo code=$?; stty -a > after; cmp before after && echo restored");
        await tmux.ShowsAsync("/ # ");

        await container.KillAsync(Token);

        (await tmux.ShowsAsync("restored\n" + Tmux.Prompt)).Should().Contain("code=137");
    }

    [DockerFact]
    public async Task A_container_that_is_removed_ends_the_session_with_an_error_on_a_line_of_its_own()
    {
        var container = await Image.Pull(Busybox).Run(Spec("sh") with { Tty = true, OpenStdin = true }).ExecuteAsync(Token);
        await using var tmux = await Tmux.StartAsync($"{Tmux.Shell()} attach {container.Name}");
        await tmux.LineAsync("stty -a > before; run 2> error; echo code=$?; stty -a > after; cmp before after && echo restored");
        await tmux.ShowsAsync("/ # ");

        await container.RemoveAsync(Token);

        await tmux.ShowsAsync("restored\n" + Tmux.Prompt);
    }

    [DockerFact]
    public async Task A_program_whose_session_fails_to_begin_leaves_the_terminal_as_it_was()
    {
        await using var container = await SleeperAsync();
        await using var tmux = await Tmux.StartAsync($"{Tmux.Shell()} exec {container.Name} no-such-command");

        var screen = await tmux.HostAsync("stty -a > before; run 2> error; echo code=$?; stty -a > after; cmp before after && echo restored");

        screen.Should().Contain("restored").And.Contain("code=125");
        (await File.ReadAllTextAsync(tmux.File("error"), Token)).Should().Contain("no-such-command");
    }

    [DockerFact]
    public async Task Keys_typed_after_the_end_are_the_shells()
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
