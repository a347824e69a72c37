using System.Text.RegularExpressions;

namespace ContainerKit.Engine.Tests.Verbs.Waits;

public sealed partial class LogWaitTests : EngineTest
{
    [DockerFact]
    public async Task Lines_from_before_the_wait_count_and_so_do_both_outputs()
    {
        await using var container = await Image.Pull(Busybox).Run(Spec("sh", "-c", "echo one ready; echo two ready >&2; exec sleep infinity"));
        await UntilAsync(async () => await container.LogsAsync(Token).CountAsync(Token) == 2);

        await container.WaitForAsync(Wait.ForLog("ready", 2), Token);
        await container.WaitForAsync(Wait.ForLog(Two(), 1), Token);
        (await container.Awaiting(it => it.WaitForAsync(Wait.ForLog("ready", 3).WithTimeout(TimeSpan.FromSeconds(0.3)), Token)).Should().ThrowAsync<WaitTimeoutException>())
            .Which.LastResult.Should().Be("2 lines read, 2 of 3 found");
    }

    [DockerFact]
    public async Task With_a_terminal_lines_have_no_line_end_either()
    {
        await using var container = await Image.Pull(Busybox).Run(Spec("sh", "-c", "echo ready; exec sleep infinity") with { Tty = true, Wait = Wait.ForLog(Ready()) });

        await container.WaitForAsync(Wait.ForLog(Ready()), Token);
    }

    [DockerFact]
    public async Task The_last_line_of_a_container_that_ended_counts()
    {
        var spec = Spec("sh", "-c", "seq 500; echo migrated") with { Wait = Wait.ForLog("migrated") };

        await using var container = await Image.Pull(Busybox).Run(spec);

        await container.WaitAsync(Token);
        await container.WaitForAsync(Wait.ForLog("migrated"), Token);
    }

    [DockerFact]
    public async Task What_was_logged_before_the_last_start_does_not_count()
    {
        // The first life is ready at once, the second when it is told to.
        await using var container = await Image.Pull(Busybox).Run(
            Spec("sh", "-c", "if [ -e /second ]; then until [ -e /go ]; do sleep 0.05; done; fi; touch /second; echo ready; exec sleep infinity") with { Wait = Wait.ForLog("ready") });
        await container.KillAsync(Token);
        await container.WaitAsync(Token);
        await container.StartAsync(Token);

        var waiting = container.WaitForAsync(Wait.ForLog("ready"), Token);
        await container.Awaiting(it => it.WaitForAsync(Wait.ForLog("ready").WithTimeout(TimeSpan.FromSeconds(0.3)), Token)).Should().ThrowAsync<WaitTimeoutException>();
        waiting.IsCompleted.Should().BeFalse();

        await container.ExecAsync(["touch", "/go"], Token);
        await waiting;
    }

    [DockerFact]
    public async Task A_container_that_the_engine_starts_again_is_followed_into_its_next_life()
    {
        // Each life writes its number; the third stays.
        var spec = Spec("sh", "-c", "echo x >> /lives; echo begin; [ $(wc -l < /lives) -ge 3 ] || exit 7; echo ready; exec sleep infinity") with
        {
            Restart = RestartPolicy.OnFailure,
            Wait = Wait.All(Wait.ForLog("ready"), Wait.ForFile("/lives")),
        };

        await using var container = await Image.Pull(Busybox).Run(spec);

        (await InspectAsync(container.Id)).GetProperty("RestartCount").GetInt32().Should().Be(2);
        (await container.Awaiting(it => it.WaitForAsync(Wait.ForLog("begin", 2).WithTimeout(TimeSpan.FromSeconds(0.3)), Token)).Should().ThrowAsync<WaitTimeoutException>(
            "counting began anew")).Which.LastResult.Should().Be("2 lines read, 1 of 2 found");
    }

    [DockerFact]
    public async Task A_log_that_cannot_be_read_says_so_at_once()
    {
        var spec = Spec("sleep", "infinity") with { Customize = request => request.HostConfig!.LogConfig = new() { Type = "none" }, Wait = Wait.ForLog("ready") };

        await FluentActions.Awaiting(() => Image.Pull(Busybox).Run(spec).ExecuteAsync(Token)).Should().ThrowAsync<EngineApiException>().WithMessage("Could not read the log*");
    }

    [GeneratedRegex("^ready$")]
    private static partial Regex Ready();

    [GeneratedRegex("^two .*$")]
    private static partial Regex Two();
}
