namespace ContainerKit.Engine.Tests.Terminals;

/// <summary>Tests several terminals in one container, and the options of a terminal.</summary>
public sealed class TerminalSessionTests : EngineTest
{
    [DockerFact]
    public async Task Terminals_in_one_container_have_separate_TTY_names_and_see_each_other()
    {
        await using var container = await SleeperAsync();
        await using var first = await container.OpenTerminalAsync("sh");
        await using var second = await container.OpenTerminalAsync("sh");
        await using var third = await container.OpenTerminalAsync("sh");
        var shells = new List<TerminalShell>();
        foreach (var terminal in new[] { first, second, third }) shells.Add(await terminal.ShellAsync(Token));

        var names = new List<string>();
        foreach (var shell in shells)
        {
            names.Add((await shell.RunAsync("tty", Token)).Output.Trim());
            await shell.RunAsync($"sleep 3155{names.Count} &", Token);
        }

        names.Should().OnlyHaveUniqueItems().And.AllSatisfy(name => name.Should().StartWith("/dev/pts/"));
        foreach (var shell in shells)
        {
            // A command in the background has another name until it is executed.
            string[] sleepers = ["sleep 31551", "sleep 31552", "sleep 31553"];
            await UntilAsync(async () =>
                (await shell.RunAsync("ps ax", Token)).Output is var processes && sleepers.All(processes.Contains));
            (await shell.RunAsync("ls -l /proc/[0-9]*/fd/0 2>/dev/null", Token)).Output.Should().ContainAll(names);
        }

        // Output that one process writes to the terminal of another appears there.
        await shells[0].RunAsync($"echo hello from one > {names[2]}", Token);
        await third.ExpectAsync("hello from one", Token);
    }

    [DockerFact]
    public async Task Terminal_has_the_user_directory_environment_and_size_of_its_spec()
    {
        await using var container = await SleeperAsync();
        var spec = new TerminalSpec("sh", "-c", "id -u; pwd; echo $COLOR; read x; stty size; echo $TERM")
        {
            User = "1234",
            WorkingDirectory = "/tmp",
            Environment = new Dictionary<string, string> { ["COLOR"] = "grün" },
            Size = new TerminalSize(101, 33),
            Customize = request => request.Env.Add("TERM=vt100"),
        };

        await using var terminal = await container.OpenTerminalAsync(spec, Token);

        await terminal.ExpectAsync("1234\r\n/tmp\r\ngrün\r\n", Token);
        await terminal.SendLineAsync(Token);
        await terminal.ExpectAsync("33 101\r\nvt100\r\n", Token);
        (await terminal.WaitAsync(Token)).Should().Be(0);
        terminal.Size.Should().Be(new TerminalSize(101, 33));
        terminal.ToString().Should().Contain("`sh -c ").And.Contain(container.ShortId).And.EndWith("ended with exit code 0")
            .And.NotContain("grün");
    }

    [DockerFact]
    public async Task Container_with_a_TTY_can_be_attached_twice_and_started_again_attached()
    {
        await using var container = await Image.Pull(Busybox).Run(Spec("sh") with { Tty = true, OpenStdin = true }).ExecuteAsync(Token);
        await using var one = await container.AttachAsync(new AttachOptions { Size = new TerminalSize(90, 20) }, Token);
        await using var two = await container.AttachAsync(new AttachOptions { Size = new TerminalSize(90, 20) }, Token);

        await one.SendLineAsync("stty size; tty", Token);
        foreach (var terminal in new[] { one, two })
        {
            await terminal.ExpectAsync("20 90", Token);
            await terminal.ExpectAsync("/dev/pts/0", Token);
        }

        await two.DisposeAsync();
        await FluentActions.Awaiting(() => container.StartAttachedAsync(Token))
            .Should().ThrowAsync<InvalidOperationException>().WithMessage("*runs already*AttachAsync*");
        await one.SendLineAsync("exit 8", Token);
        (await one.WaitAsync(Token), await container.WaitAsync(Token)).Should().Be((8, 8));

        await using var again = await container.StartAttachedAsync(Token);
        await again.ExpectAsync("# ", Token);
        await again.ResizeAsync(new TerminalSize(70, 10), Token);
        await again.SendLineAsync("stty size", Token);
        await again.ExpectAsync("10 70", Token);
    }

    [DockerFact]
    public async Task StartAttached_misses_no_output_of_a_short_process()
    {
        await using var container = await Image.Pull(Busybox).Create(Spec("sh", "-c", "echo out; echo err >&2; exit 3"))
            .ExecuteAsync(Token);

        // Checks the first start and a restart.
        for (var start = 1; start <= 2; start++)
        {
            await using var terminal = await container.StartAttachedAsync(Token);
            var lines = new List<OutputLine>();
            await foreach (var line in terminal.LinesAsync(Token)) lines.Add(line);

            lines.Should().BeEquivalentTo([new OutputLine(OutputSource.Stdout, "out"), new OutputLine(OutputSource.Stderr, "err")]);
            (await terminal.WaitAsync(Token)).Should().Be(3);
        }
    }

    [DockerFact]
    public async Task Unsupported_terminal_operations_are_refused_with_a_hint()
    {
        await using var withoutInput = await SleeperAsync();
        await using var withInput = await Image.Pull(Busybox).Run(Spec("cat") with { OpenStdin = true }).ExecuteAsync(Token);
        await using var attachedWithoutInput = await withoutInput.AttachAsync(Token);
        await using var attachedWithInput = await withInput.AttachAsync(Token);
        await using var tty = await withoutInput.OpenTerminalAsync("sh");

        await ShouldRefuseAsync(() => attachedWithoutInput.SendLineAsync("x", Token), "*ContainerSpec.OpenStdin*");
        await ShouldRefuseAsync(() => attachedWithInput.CloseInputAsync(Token), "*ContainerSpec.StdinOnce*");
        await ShouldRefuseAsync(() => tty.CloseInputAsync(Token), "*Keys.CtrlD*");
        await ShouldRefuseAsync(() => attachedWithInput.ResizeAsync(TerminalSize.Standard, Token), "*no TTY*");
        await attachedWithInput.Input.DisposeAsync();
        await attachedWithInput.SendLineAsync("still heard", Token);
        await attachedWithInput.ExpectAsync("still heard\n", Token);
    }

    private static async Task ShouldRefuseAsync(Func<Task> act, string message) =>
        await act.Should().ThrowAsync<InvalidOperationException>().WithMessage(message);
}
