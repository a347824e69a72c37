using System.Text.RegularExpressions;

namespace ContainerKit.Engine.Tests.Consoles;

/// <summary>Compares samples/Shell with the Docker CLI: the same keys lead to the same screens, exit codes and terminal settings.</summary>
[Trait("Shard", "quiet")]
public sealed partial class DockerCliComparisonTests : EngineTest
{
    [DockerFact]
    [Requires(EngineFeature.RemovedExitCodes)]
    public Task Interactive_run_matches_the_Docker_CLI_in_history_signals_size_and_exit_code() =>
        CompareAsync(Ours("busybox sh"), DockerRun("--rm busybox sh"), async tmux =>
    {
        await tmux.LineAsync("stty -a > before; run; echo code=$?; stty -a > after; cmp before after && echo restored");
        await tmux.ShowsAsync("/ # ");
        await tmux.LineAsync($"{Size}; tty; echo $TERM; [ -t 0 ] && [ -t 1 ] && [ -t 2 ] && echo all three");
        await tmux.ShowsAsync("all three\n/ # ");
        // The output proves that the process to interrupt is running, so the key cannot arrive too early.
        await tmux.LineAsync("sh -c 'echo asleep; exec sleep 100'");
        await tmux.ShowsAsync("\nasleep");
        await tmux.KeysAsync("C-c");
        await tmux.ShowsAsync("^C\n/ # ");
        await tmux.LineAsync("echo first");
        await tmux.ShowsAsync("first\n/ # ");
        await tmux.KeysAsync("Up", "Left", "BSpace", "Enter");
        await tmux.ShowsAsync("firt\n/ # ");
        await tmux.LineAsync("printf '\\033[31mred\\033[0m häß€\\n'");
        await tmux.ShowsAsync("red häß€\n/ # ");
        await tmux.LineAsync("exit 7");
        await tmux.ShowsAsync("code=7\nrestored\n" + Tmux.Prompt);
    });

    [DockerFact]
    public Task Resizing_the_window_matches_the_Docker_CLI() =>
        CompareAsync(Ours("busybox sh"), DockerRun("--rm busybox sh"), async tmux =>
    {
        await tmux.LineAsync("run; echo code=$?");
        await tmux.ShowsAsync("/ # ");
        await tmux.ResizeAsync(100, 30);
        for (var screen = ""; screen != "30 100\n/ #";)
        {
            // A shell that handles the new size can lose its input, and then only shows its prompt.
            await tmux.LineAsync($"clear; {Size}");
            await Task.Delay(200, TestContext.Current.CancellationToken);
            screen = await tmux.ShowsAsync(text =>
                text == "/ #" || (text.EndsWith("\n/ #", StringComparison.Ordinal) && char.IsAsciiDigit(text[0])));
        }

        await tmux.KeysAsync("C-d");
        await tmux.ShowsAsync("code=0\n" + Tmux.Prompt);
    });

    [DockerFact]
    public Task Editing_a_file_in_vi_matches_the_Docker_CLI() =>
        CompareAsync(Ours("busybox sh"), DockerRun("--rm busybox sh"), async tmux =>
    {
        await tmux.LineAsync("run");
        await tmux.ShowsAsync("/ # ");
        await tmux.LineAsync("vi /poem");
        await tmux.ShowsAsync(screen => screen.Contains("~\n- /poem", StringComparison.Ordinal));
        await tmux.KeysAsync("i");
        await tmux.LineAsync("roses are red");
        await tmux.LineAsync("violets are blue");
        await tmux.KeysAsync("Escape");
        // vi takes Escape as a separate key only if no byte follows it for a moment.
        await tmux.ShowsAsync(screen => screen.Contains("~\n- /poem", StringComparison.Ordinal));
        await tmux.KeysAsync("1", "G", "d", "w");
        await tmux.ShowsAsync(screen => screen.StartsWith("are red\nviolets are blue\n", StringComparison.Ordinal));
        await tmux.LineAsync(":wq");
        await tmux.ShowsAsync("/ # ");
        await tmux.LineAsync("clear; cat /poem");
        await tmux.ShowsAsync("are red\nviolets are blue\n\n/ # ");
        await tmux.LineAsync("exit");
        await tmux.ShowsAsync(Tmux.Prompt);
    });

    [DockerFact]
    public Task Colors_of_bash_match_the_Docker_CLI() => CompareAsync(Ours(Debian), DockerRun($"--rm {Debian}"), async tmux =>
    {
        await tmux.LineAsync("run");
        await tmux.ShowsAsync(screen => BashPrompt().IsMatch(screen));
        await tmux.LineAsync("clear; ls --color=always -d / /etc /bin/ls; echo over");
        await tmux.ShowsAsync(screen => screen.Contains("\nover\n", StringComparison.Ordinal) && BashPrompt().IsMatch(screen));
    }, async tmux =>
    {
        await tmux.KeysAsync("C-d");
        await tmux.ShowsAsync(Tmux.Prompt);
    });

    [DockerFact]
    public async Task Interactive_exec_matches_the_Docker_CLI()
    {
        await using var container = await SleeperAsync();
        await CompareAsync(Ours($"exec {container.Name} sh"), Docker($"exec -it {container.Name} sh"), async tmux =>
        {
            await tmux.LineAsync("stty -a > before; run; echo code=$?; stty -a > after; cmp before after && echo restored");
            await tmux.ShowsAsync("/ # ");
            await tmux.LineAsync($"{Size}; read -s -p 'secret: ' x");
            await tmux.ShowsAsync("secret:");
            await tmux.LineAsync("unseen");
            await tmux.ShowsAsync("/ # ");
            await tmux.LineAsync("exit 3");
            await tmux.ShowsAsync("code=3\nrestored\n" + Tmux.Prompt);
        });
    }

    [DockerFact(Timeout = 120_000)]
    [Requires(EngineFeature.DetachKeys)]
    public async Task Detach_keys_keep_the_process_running_and_attach_reconnects_to_it()
    {
        // The shell wrote its prompt before this session attached, so Enter requests another one. One that arrives before the program
        // has set its terminal is lost.
        static async Task ShowPromptAsync(Tmux tmux)
        {
            var shown = tmux.ShowsAsync("/ # ");
            while (!shown.IsCompleted)
            {
                await tmux.KeysAsync("Enter");
                await Task.WhenAny(shown, Task.Delay(500, CancellationToken.None));
            }

            await shown;
        }

        // With each prompt the shell asks the terminal for the position of the cursor. An answer after the end of the session would
        // become input of the host's shell, so each line waits for the next prompt.
        static async Task LineAsync(Tmux tmux, string text, string output = "")
        {
            await tmux.LineAsync(text);
            await tmux.ShowsAsync($"/ # {text}\n{output}/ # ");
        }

        async Task<string> DetachAsync(string command, Func<string, string> attach)
        {
            await using var container = await Image.Pull(Busybox).Run(Spec("sh") with { Tty = true, OpenStdin = true }).ExecuteAsync(Token);
            await using var tmux = await Tmux.StartAsync(command);
            await tmux.LineAsync($"{attach(container.Name)}; echo code=$?");
            await ShowPromptAsync(tmux);
            await LineAsync(tmux, "kept=42");
            await tmux.KeysAsync("C-p", "C-q");
            await tmux.ShowsAsync(screen => screen.Contains("read escape sequence\ncode=", StringComparison.Ordinal));
            (await container.InspectAsync(Token)).State.Should().Be(ContainerState.Running);
            await tmux.LineAsync($"{attach(container.Name)}; echo code=$?");
            await ShowPromptAsync(tmux);
            await LineAsync(tmux, "echo $kept", "42\n");
            await tmux.LineAsync("exit 5");
            var screen = await tmux.ShowsAsync("code=5\n" + Tmux.Prompt);
            // The screen above the last lines depends on when an Enter arrives.
            return string.Join('\n', screen.Split('\n')[^5..]);
        }

        var ours = await DetachAsync(Tmux.Shell(), name => $"run attach {name}");
        var docker = await DetachAsync("docker", name => $"run attach {name}");

        ours.Should().Be(docker).And.StartWith("/ # echo $kept\n42\n/ # exit 5\ncode=5\n");
    }

    [DockerFact]
    [Requires(EngineFeature.DetachKeys)]
    public async Task Detaching_from_an_interactive_run_keeps_the_container_running()
    {
        async Task<string> DetachAsync(string command)
        {
            await using var tmux = await Tmux.StartAsync(command);
            await tmux.LineAsync("run; echo code=$?");
            await tmux.ShowsAsync("/ # ");
            await tmux.KeysAsync("C-p", "C-q");
            return await tmux.ShowsAsync("code=0\n" + Tmux.Prompt);
        }

        var names = new[] { Unique("ours"), Unique("docker") };
        try
        {
            var ours = await DetachAsync(Ours($"--name {names[0]} busybox sh"));
            var docker = await DetachAsync(DockerRun($"--name {names[1]} busybox sh"));

            ours.Should().Be(docker);
            foreach (var name in names) (await Container.Find(name)).ToString().Should().StartWith(name);
        }
        finally
        {
            await DockerCli.RunIgnoringErrorsAsync(["rm", "-f", .. names]);
        }
    }

    [DockerFact]
    public async Task Interactive_start_of_a_stopped_container_matches_the_Docker_CLI()
    {
        await using var container = await Image.Pull(Busybox).Run(Spec("sh") with { Tty = true, OpenStdin = true }).ExecuteAsync(Token);
        await CompareAsync(Ours($"start {container.Name}"), Docker($"start -ai {container.Name}"), async tmux =>
        {
            await container.StopAsync(TimeSpan.Zero, Token);
            await tmux.LineAsync("run; echo code=$?");
            await tmux.ShowsAsync("/ # ");
            await tmux.LineAsync("exit 9");
            await tmux.ShowsAsync("code=9\n" + Tmux.Prompt);
        });
    }

    // Engines before API 1.42 receive the first size after the process has started; until then stty prints none, in BusyBox with
    // exit code 0.
    private const string Size = "until stty size 2>/dev/null | grep '[1-9]'; do sleep 0.1; done";

    private static string Ours(string arguments) => $"{Tmux.Shell()} {arguments}";

    private static string Docker(string arguments) => $"docker {arguments}";

    // Killing the Docker CLI, as a timeout of the test does, does not end its container. The label makes the test remove it.
    private string DockerRun(string arguments) =>
        Docker($"run -it {string.Concat(Mark.Select(label => $"--label {label.Key}={label.Value} "))}{arguments}");

    private static async Task CompareAsync(string ours, string docker, Func<Tmux, Task> interact, Func<Tmux, Task>? exit = null)
    {
        Assert.SkipUnless(DockerCli.IsInstalled, "The Docker CLI, which this test compares with, is not installed.");
        var ourScreen = await CaptureScreenAsync(ours, interact, exit);
        var dockerScreen = await CaptureScreenAsync(docker, interact, exit);
        // FluentAssertions shows only the first difference.
        TestContext.Current.TestOutputHelper?.WriteLine($"The library:\n{ourScreen}\nThe Docker CLI:\n{dockerScreen}");
        ourScreen.Should().Be(dockerScreen);
    }

    private static async Task<string> CaptureScreenAsync(string command, Func<Tmux, Task> interact, Func<Tmux, Task>? exit)
    {
        await using var tmux = await Tmux.StartAsync(command);
        await interact(tmux);
        var screen = await tmux.ScreenWithColorsAsync();
        if (exit is not null) await exit(tmux);
        // The host name of each container is its short id.
        return ShortId().Replace(screen, "ID");
    }

    [GeneratedRegex(@"root@[0-9a-f]{12}:/# ?\z")]
    private static partial Regex BashPrompt();

    [GeneratedRegex("[0-9a-f]{12}")]
    private static partial Regex ShortId();
}
