using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace ContainerKit.Engine.Tests.Terminals;

/// <summary>Tests terminals whose process or container ends, and terminals that are not read.</summary>
public sealed class TerminalFaultTests : EngineTest
{
    [DockerFact]
    public async Task Killing_a_container_ends_its_terminals_with_the_exit_code()
    {
        await using var container = await Image.Pull(Busybox).Run(Spec("sh") with { Tty = true, OpenStdin = true }).ExecuteAsync(Token);
        await using var attached = await container.AttachAsync(Token);
        await using var exec = await container.OpenTerminalAsync("sh");
        await exec.ExpectAsync("# ", Token);
        await attached.SendLineAsync("echo se''en", Token);
        await attached.ExpectAsync("seen", Token);
        var (one, other) = (attached.ExpectAsync("never", Token), exec.ExpectAsync("never", Token));

        await DockerCli.GetOutputAsync("kill", container.Id);

        foreach (var expecting in new[] { one, other })
        {
            var failure = await FluentActions.Awaiting(() => expecting)
                .Should().ThrowAsync<ExpectationFailedException>().WithMessage("*ended with exit code 137 (SIGKILL*\"never\"*");
            failure.Which.Should().BeEquivalentTo(new { Pattern = "\"never\"", ExitCode = 137 });
        }

        (await attached.WaitAsync(Token), await exec.WaitAsync(Token)).Should().Be((137, 137));
        await FluentActions.Awaiting(() => attached.SendLineAsync("late", Token))
            .Should().ThrowAsync<ProcessExitedException>().WithMessage("*exit code 137*seen*");
        await FluentActions.Awaiting(() => exec.SendLineAsync("late", Token)).Should().ThrowAsync<ProcessExitedException>();
    }

    [DockerFact]
    [Requires(EngineFeature.Cgroups)]
    public async Task Expect_that_times_out_in_a_paused_container_reports_the_pause()
    {
        await using var container = await SleeperAsync();
        await using var terminal = await container.OpenTerminalAsync("sh");
        await terminal.ExpectAsync("# ", Token);
        await DockerCli.GetOutputAsync("pause", container.Id);

        await terminal.SendLineAsync("echo se''en", Token);
        await FluentActions.Awaiting(() => terminal.ExpectAsync("seen", TimeSpan.FromSeconds(1), Token))
            .Should().ThrowAsync<ExpectationFailedException>().WithMessage("*within 1 s*paused*unpause*");
        await DockerCli.GetOutputAsync("unpause", container.Id);

        await terminal.ExpectAsync("seen", Token);
    }

    [DockerFact]
    public async Task Removing_a_container_fails_pending_operations_of_its_terminals()
    {
        await using var container = await Image.Pull(Busybox).Run(Spec("sh") with { Tty = true, OpenStdin = true }).ExecuteAsync(Token);
        await using var attached = await container.AttachAsync(Token);
        await using var exec = await container.OpenTerminalAsync("sh");
        await exec.ExpectAsync("# ", Token);
        Task[] waiting = [attached.ExpectAsync("never", Token), exec.ExpectAsync("never", Token)];

        await DockerCli.GetOutputAsync("rm", "-f", container.Id);

        // The operation fails because the process was killed or because the container no longer exists, whichever is noticed first.
        foreach (var task in waiting) await FluentActions.Awaiting(() => task).Should().ThrowAsync<ContainerKitException>();
        await attached.ResizeAsync(TerminalSize.Standard, Token);
        await exec.ResizeAsync(TerminalSize.Standard, Token);
        await FluentActions.Awaiting(() => container.AttachAsync(Token)).Should().ThrowAsync<ContainerNotFoundException>();
        await FluentActions.Awaiting(() => container.StartAttachedAsync(Token)).Should().ThrowAsync<ContainerNotFoundException>();
        await FluentActions.Awaiting(() => container.OpenTerminalAsync("sh")).Should().ThrowAsync<ContainerNotFoundException>();
    }

    [DockerFact]
    public async Task Sending_more_input_than_the_process_reads_throws_ProcessExited()
    {
        await using var container = await SleeperAsync();
        await using var terminal = await container.OpenTerminalAsync(new TerminalSpec("head", "-c", "10") { Tty = false }, Token);

        await FluentActions.Awaiting(() => terminal.SendAsync(new byte[100 << 20], Token))
            .Should().ThrowAsync<ProcessExitedException>().WithMessage("*exit code 0*");

        (await terminal.WaitAsync(Token)).Should().Be(0);
    }

    [DockerFact]
    [Requires(EngineFeature.ExecsWithUnreadInput)]
    public async Task Output_of_a_process_that_does_not_read_its_input_is_kept()
    {
        await using var container = await SleeperAsync();
        await using var terminal = await container.OpenTerminalAsync(new TerminalSpec("head", "-c", "10") { Tty = false }, Token);

        await FluentActions.Awaiting(() => terminal.SendAsync(new byte[100 << 20], Token)).Should().ThrowAsync<ProcessExitedException>();

        var buffer = new byte[11];
        (await terminal.Output.ReadAtLeastAsync(buffer, 11, throwOnEndOfStream: false, Token)).Should().Be(10);
    }

    [DockerFact]
    public async Task Input_that_is_read_late_arrives_whole()
    {
        await using var container = await SleeperAsync();
        await using var terminal = await container.OpenTerminalAsync(
            new TerminalSpec("sh", "-c", "sleep 1; sha256sum") { Tty = false }, Token);
        var input = new byte[10_000_000];
        new Random(1).NextBytes(input);

        await terminal.SendAsync(input, Token);
        await terminal.CloseInputAsync(Token);

        await terminal.ExpectAsync(Convert.ToHexStringLower(SHA256.HashData(input)), Token);
    }

    [DockerFact]
    public async Task Sending_input_that_is_not_read_can_be_canceled()
    {
        await using var container = await SleeperAsync();
        await using var terminal = await container.OpenTerminalAsync(new TerminalSpec("sleep", "600") { Tty = false }, Token);
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
        cancel.CancelAfter(TimeSpan.FromSeconds(1));

        var canceled = await FluentActions.Awaiting(() => terminal.SendAsync(new byte[100 << 20], cancel.Token))
            .Should().ThrowAsync<OperationCanceledException>();

        canceled.Which.CancellationToken.Should().Be(cancel.Token);
    }

    [DockerFact]
    public async Task Disposing_a_terminal_ends_its_pending_operations()
    {
        await using var container = await SleeperAsync();
        var terminal = await container.OpenTerminalAsync(new TerminalSpec("sleep", "600") { Tty = false }, Token);
        Task[] waiting = [terminal.SendAsync(new byte[100 << 20], Token), terminal.ExpectAsync("never", Token), terminal.WaitAsync(Token)];

        await terminal.DisposeAsync();

        foreach (var task in waiting) await FluentActions.Awaiting(() => task).Should().ThrowAsync<ObjectDisposedException>();
        await FluentActions.Awaiting(() => terminal.SendLineAsync("late", Token)).Should().ThrowAsync<ObjectDisposedException>();
        await FluentActions.Awaiting(() => terminal.WaitAsync(Token)).Should().ThrowAsync<ObjectDisposedException>();
        await terminal.DisposeAsync();
    }

    [DockerFact]
    public async Task Unread_output_blocks_the_process_and_is_not_lost()
    {
        await using var container = await SleeperAsync();
        await using var terminal = await container.OpenTerminalAsync(
            new TerminalSpec("sh", "-c", "seq 1 700000; echo done > /done") { Tty = false }, Token);
        await terminal.ExpectAsync("1\n", Token);

        // The output of 5 MB exceeds all buffers between the process and the reader.
        await Task.Delay(TimeSpan.FromSeconds(2), Token);
        (await container.ExecAsync(["ls", "/"], Token)).Stdout.Split('\n').Should().NotContain("done");

        var lines = new List<string>();
        await foreach (var line in terminal.LinesAsync(Token)) lines.Add(line.Text);
        lines.SequenceEqual(Enumerable.Range(2, 699_999).Select(number => $"{number}"))
            .Should().BeTrue("the lines are complete and in order");
        (await terminal.WaitAsync(Token)).Should().Be(0);
    }

    [DockerFact]
    public async Task Continuous_output_does_not_prevent_a_timeout_or_a_cancellation()
    {
        await using var container = await SleeperAsync();
        await using var terminal = await container.OpenTerminalAsync(new TerminalSpec("yes") { Tty = false }, Token);

        await FluentActions.Awaiting(() => terminal.ExpectAsync("never", TimeSpan.FromMilliseconds(500), Token))
            .Should().ThrowAsync<ExpectationFailedException>().WithMessage("*within 0.5 s*");

        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
        cancel.CancelAfter(TimeSpan.FromMilliseconds(200));
        var reading = async () =>
        {
            await foreach (var line in terminal.LinesAsync(cancel.Token)) line.Text.Should().BeOneOf("y", "");
        };
        (await reading.Should().ThrowAsync<OperationCanceledException>()).Which.CancellationToken.Should().Be(cancel.Token);
    }

    [DockerFact]
    [Requires(EngineFeature.LastingStdin)]
    public async Task Detaching_in_the_middle_of_a_character_corrupts_no_session()
    {
        const string script = """read x; printf 'a\303'; read x; printf '\251b'; read x; printf "$x"; read x""";
        await using var container = await Image.Pull(Busybox).Run(Spec("sh", "-c", script) with { OpenStdin = true }).ExecuteAsync(Token);

        await using var first = await container.AttachAsync(Token);
        await first.SendLineAsync(Token);
        await first.ExpectAsync("a", Token);
        await first.DetachAsync();
        (await first.ExpectEndAsync(Token)).Before.Should().BeOneOf("", "\uFFFD");
        await FluentActions.Awaiting(() => first.SendLineAsync(Token))
            .Should().ThrowAsync<InvalidOperationException>().WithMessage("*detached*");

        await using var second = await container.AttachAsync(Token);
        await second.SendLineAsync(Token);
        await second.ExpectAsync("\uFFFDb", Token);
        await second.SendAsync(new byte[] { 0xC3 }, Token);
        await second.DetachAsync();

        await using var third = await container.AttachAsync(Token);
        await third.SendAsync(new byte[] { 0xBC, (byte)'\n' }, Token);
        (await third.ExpectAsync("ü", Token)).Before.Should().BeEmpty();
        (await container.InspectAsync(Token)).State.Should().Be(ContainerState.Running);
    }

    [DockerFact]
    public async Task Hundred_concurrent_terminals_each_receive_their_own_output()
    {
        await using var container = await SleeperAsync();
        var terminals = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => container.OpenTerminalAsync("sh")));

        var names = await Task.WhenAll(terminals.Select(async (terminal, i) =>
        {
            await terminal.SendLineAsync($"echo \"<$(tty) {i}>\"", Token);
            return (await terminal.ExpectAsync(new Regex($"<(/dev/pts/[0-9]+) {i}>"), Token)).Groups[1].Value;
        }));
        await Task.WhenAll(terminals.Select(terminal => terminal.SendLineAsync("exit 3", Token)));
        var codes = await Task.WhenAll(terminals.Select(terminal => terminal.WaitAsync(Token)));
        foreach (var terminal in terminals) await terminal.DisposeAsync();

        names.Should().OnlyHaveUniqueItems();
        codes.Should().AllBeEquivalentTo(3);
    }

    [DockerFact]
    public async Task Terminal_with_a_missing_command_throws_CommandNotFound()
    {
        await using var container = await SleeperAsync();

        (await FluentActions.Awaiting(() => container.OpenTerminalAsync("nosuch", "-x"))
            .Should().ThrowAsync<CommandNotFoundException>()).Which.Command.Should().Equal("nosuch", "-x");

        var opening = async () =>
        {
            await using var terminal = await container.OpenTerminalAsync(new TerminalSpec("nosuch") { Tty = false }, Token);
            await terminal.WaitAsync(Token);
        };
        await opening.Should().ThrowAsync<CommandNotFoundException>();
    }

    [DockerFact]
    public async Task Terminal_of_an_exited_container_throws_ContainerExited()
    {
        await using var container = await Image.Pull(Busybox).Run(Spec("sh", "-c", "echo last words; exit 4")).ExecuteAsync(Token);
        await container.WaitAsync(Token);

        await FluentActions.Awaiting(() => container.OpenTerminalAsync("sh"))
            .Should().ThrowAsync<ContainerExitedException>().WithMessage("*exit code 4*last words*");
        (await FluentActions.Awaiting(() => container.AttachAsync(Token))
            .Should().ThrowAsync<ContainerExitedException>().WithMessage("*exit code 4*StartAttachedAsync*")).Which.ExitCode.Should().Be(4);
    }

    [DockerFact]
    public async Task OpenTerminal_with_a_canceled_token_starts_no_process()
    {
        await using var container = await SleeperAsync();
        var canceledToken = new CancellationToken(canceled: true);

        var canceled = await FluentActions.Awaiting(
            () => container.OpenTerminalAsync(new TerminalSpec("touch", "/x"), canceledToken))
            .Should().ThrowAsync<OperationCanceledException>();

        canceled.Which.CancellationToken.Should().Be(canceledToken);
        (await container.ExecAsync(["ls", "/"], Token)).Stdout.Split('\n').Should().NotContain("x");
    }
}
