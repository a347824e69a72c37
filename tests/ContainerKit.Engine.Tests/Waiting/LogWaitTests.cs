using System.Text.RegularExpressions;

namespace ContainerKit.Engine.Tests.Waiting;

/// <summary>Tests <c>Wait.ForLog</c>.</summary>
public sealed partial class LogWaitTests : EngineTest
{
    [DockerFact]
    public async Task Log_wait_ignores_escape_sequences_unless_they_are_kept()
    {
        const string Line = @"\033[32mready\033[0m to go\n";
        await using var container = await Image.Pull(Busybox).Run(Spec("sh", "-c", $"printf '{Line}'; exec sleep infinity"));

        await container.WaitForAsync(Wait.ForLog("ready to go"), Token);
        await container.WaitForAsync(Wait.ForLog(new Regex("^ready to go$")), Token);
        await container.WaitForAsync(Wait.ForLog("\e[32mready"), Token);
        await container.WaitForAsync(Wait.ForLog(new Regex("\\[32mready"), new LogWaitOptions { KeepEscapes = true }), Token);
        var kept = Wait.ForLog("ready to go", new LogWaitOptions { KeepEscapes = true }).WithTimeout(TimeSpan.FromSeconds(0.3));
        await FluentActions.Awaiting(() => container.WaitForAsync(kept, Token)).Should().ThrowAsync<WaitTimeoutException>();
    }

    [DockerFact]
    public async Task Log_wait_counts_earlier_lines_of_both_output_streams()
    {
        await using var container = await Image.Pull(Busybox)
            .Run(Spec("sh", "-c", "echo one ready; echo two ready >&2; exec sleep infinity"));
        await UntilAsync(async () => await container.LogsAsync(Token).CountAsync(Token) == 2);

        await container.WaitForAsync(Wait.ForLog("ready", 2), Token);
        await container.WaitForAsync(Wait.ForLog(Two(), 1), Token);
        (await container.Awaiting(
            it => it.WaitForAsync(Wait.ForLog("ready", 3).WithTimeout(TimeSpan.FromSeconds(2)), Token))
            .Should().ThrowAsync<WaitTimeoutException>())
            .Which.LastResult.Should().Be("2 lines read, 2 of 3 found");
    }

    [DockerFact]
    public async Task Lines_of_a_program_that_writes_CR_LF_to_a_TTY_have_no_carriage_return_at_their_end()
    {
        const string Script = @"printf 'ready\r\n\033[32mgreen\r\033[0m\r\nend\r\n'";
        await using var container = await Image.Pull(Busybox).Run(Spec("sh", "-c", Script + "; exec sleep infinity") with { Tty = true });
        // The terminal adds a CR to the one of the program.
        await UntilAsync(async () =>
            await DockerCli.GetOutputAsync("logs", container.Id) == "ready\r\r\n\e[32mgreen\r\e[0m\r\r\nend");

        await container.WaitForAsync(Wait.ForLog(new Regex("ready$")), Token);
        await container.WaitForAsync(Wait.ForLog(new Regex("^green$")), Token);
        (await container.LogsAsync(Token).Select(line => line.Text).ToListAsync(Token))
            .Should().Equal("ready", "\e[32mgreen\r\e[0m", "end");
        var lines = new List<string>();
        await container.ExecAsync(new ExecSpec("sh", "-c", Script) { OnLine = line => lines.Add(line.Text) }, Token);
        lines.Should().Equal("ready", "\e[32mgreen\r\e[0m", "end");
    }

    [DockerFact]
    public async Task Log_wait_matches_TTY_lines_without_their_line_ending()
    {
        await using var container = await Image.Pull(Busybox)
            .Run(Spec("sh", "-c", "echo ready; exec sleep infinity") with { Tty = true, Wait = Wait.ForLog(Ready()) });

        await container.WaitForAsync(Wait.ForLog(Ready()), Token);
    }

    [DockerFact]
    public async Task Log_wait_counts_the_last_line_of_an_exited_container()
    {
        var spec = Spec("sh", "-c", "seq 500; echo migrated") with { Wait = Wait.ForLog("migrated") };

        await using var container = await Image.Pull(Busybox).Run(spec);

        await container.WaitAsync(Token);
        await container.WaitForAsync(Wait.ForLog("migrated"), Token);
    }

    [DockerFact]
    public async Task Log_wait_ignores_lines_from_before_the_last_start()
    {
        // The first run is ready immediately, the second when /go exists.
        const string Script =
            "if [ -e /second ]; then until [ -e /go ]; do sleep 0.05; done; fi; touch /second; echo ready; exec sleep infinity";
        await using var container = await Image.Pull(Busybox).Run(Spec("sh", "-c", Script) with { Wait = Wait.ForLog("ready") });
        await container.KillAsync(Token);
        await container.WaitAsync(Token);
        await container.StartAsync(Token);

        var waiting = container.WaitForAsync(Wait.ForLog("ready"), Token);
        await container.Awaiting(it => it.WaitForAsync(Wait.ForLog("ready").WithTimeout(TimeSpan.FromSeconds(0.3)), Token))
            .Should().ThrowAsync<WaitTimeoutException>();
        waiting.IsCompleted.Should().BeFalse();

        await container.ExecAsync(["touch", "/go"], Token);
        await waiting;
    }

    [DockerFact]
    public async Task Log_wait_follows_a_restarted_container_and_counts_from_zero()
    {
        // Each run appends a line to /runs; the third run keeps running.
        var spec = Spec("sh", "-c",
            "echo x >> /runs; echo starting; [ $(wc -l < /runs) -ge 3 ] || exit 7; echo ready; exec sleep infinity") with
        {
            Restart = RestartPolicy.OnFailure,
            Wait = Wait.All(Wait.ForLog("ready"), Wait.ForFile("/runs")),
        };

        await using var container = await Image.Pull(Busybox).Run(spec);

        (await InspectAsync(container.Id)).GetProperty("RestartCount").GetInt32().Should().Be(2);
        (await container.Awaiting(
            it => it.WaitForAsync(Wait.ForLog("starting", 2).WithTimeout(TimeSpan.FromSeconds(2)), Token))
            .Should().ThrowAsync<WaitTimeoutException>(
            "the count restarts with the container")).Which.LastResult.Should().Be("2 lines read, 1 of 2 found");
    }

    [DockerFact]
    public async Task Log_wait_without_a_readable_log_throws_immediately()
    {
        var spec = Spec("sleep", "infinity") with
        {
            Customize = request => request.HostConfig!.LogConfig = new() { Type = "none" },
            Wait = Wait.ForLog("ready"),
        };

        await FluentActions.Awaiting(() => Image.Pull(Busybox).Run(spec).ExecuteAsync(Token))
            .Should().ThrowAsync<EngineApiException>().WithMessage("Could not read the log*");
    }

    [GeneratedRegex("^ready$")]
    private static partial Regex Ready();

    [GeneratedRegex("^two .*$")]
    private static partial Regex Two();
}
