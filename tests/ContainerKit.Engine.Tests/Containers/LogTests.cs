namespace ContainerKit.Engine.Tests.Containers;

public sealed class LogTests : EngineTest
{
    private const string Script = "echo out1; echo err1 >&2; echo out2; echo err2 >&2";

    [DockerFact]
    public async Task Log_of_a_stopped_container_has_both_outputs_separately()
    {
        await using var container = await ExitedAsync(Script);

        var lines = await container.LogsAsync(Token).ToListAsync(Token);

        Texts(lines, OutputSource.Stdout).Should().Equal("out1", "out2");
        Texts(lines, OutputSource.Stderr).Should().Equal("err1", "err2");
        lines.Should().OnlyContain(line => line.Timestamp == null);
    }

    [DockerFact]
    public async Task Log_of_a_running_container_ends_with_the_last_line_so_far()
    {
        await using var container = await Image.Pull(Busybox).Run(Spec("sh", "-c", Script + "; exec sleep infinity"));

        await UntilAsync(async () => await container.LogsAsync(Token).CountAsync(Token) == 4);

        (await container.InspectAsync(Token)).State.Should().Be(ContainerState.Running);
    }

    [DockerFact]
    public async Task Log_can_exclude_one_output()
    {
        await using var container = await ExitedAsync(Script);

        (await ReadAsync(container, new LogOptions { Stderr = false })).Select(line => line.Text)
            .Should().Equal("out1", "out2");
        (await ReadAsync(container, new LogOptions { Stdout = false })).Select(line => line.Text)
            .Should().Equal("err1", "err2");
    }

    [DockerFact]
    public async Task Log_tail_returns_the_last_lines()
    {
        await using var container = await ExitedAsync("seq 100");

        (await ReadAsync(container, new LogOptions { Tail = 2 })).Select(line => line.Text).Should().Equal("99", "100");
        (await ReadAsync(container, new LogOptions { Tail = 0 })).Should().BeEmpty();
    }

    [DockerFact]
    public async Task Log_tail_for_a_message_has_the_last_lines_of_both_outputs()
    {
        await using var container = await ExitedAsync("seq 60; sleep 0.1; echo err >&2");
        await using var silent = await ExitedAsync("true");

        (await container.ReadLogTailAsync(Token)).Should().Be(string.Join('\n', Enumerable.Range(12, 49)) + "\nerr");
        (await silent.ReadLogTailAsync(Token)).Should().BeEmpty();
    }

    [DockerFact]
    [Requires(EngineFeature.LongLinesInLogTails)]
    public async Task Log_tail_for_a_message_has_the_end_of_a_long_line()
    {
        await using var container = await ExitedAsync("head -c 40000 /dev/zero | tr '\\0' x; echo end");

        (await container.ReadLogTailAsync(Token)).Should().Be(new string('x', 15_997) + "end");
    }

    [DockerFact]
    [Requires(EngineFeature.FractionalLogTimes)]
    public async Task Log_timestamps_are_separate_from_the_text_and_Since_filters_by_them()
    {
        await using var container = await ExitedAsync("echo early; sleep 0.2; echo late one; echo; echo last");

        var lines = await ReadAsync(container, new LogOptions { Timestamps = true });

        lines.Select(line => line.Text).Should().Equal("early", "late one", "", "last");
        lines.Select(line => line.Timestamp).Should().OnlyContain(time => time != null).And.BeInAscendingOrder();
        var sinceLate = new LogOptions { Since = lines[0].Timestamp!.Value.AddMilliseconds(100) };
        (await ReadAsync(container, sinceLate)).Select(line => line.Text).Should().Equal("late one", "", "last");
    }

    [DockerFact]
    public async Task Followed_log_returns_new_lines_and_ends_with_the_container()
    {
        await using var container = await Image.Pull(Busybox)
            .Run(Spec("sh", "-c", "echo first; until [ -e /go ]; do sleep 0.1; done; echo last"));
        var texts = new List<string>();

        await foreach (var line in container.LogsAsync(new LogOptions { Follow = true }, Token))
        {
            texts.Add(line.Text);
            if (line.Text == "first") await container.ExecAsync(["touch", "/go"], Token);
        }

        texts.Should().Equal("first", "last");
        (await container.InspectAsync(Token)).State.Should().Be(ContainerState.Exited);
    }

    [DockerFact]
    [Requires(EngineFeature.CompleteFollowedLogs)]
    public async Task Followed_log_returns_a_last_line_without_a_line_end()
    {
        // Twelve containers keep the engine busy. A busy engine can drop such a line from a followed log:
        // https://github.com/moby/moby/issues/43860 (observed with Docker Engine 20.10.24).
        var plan = Image.Pull(Busybox).Run(Spec("sh", "-c", "echo out; echo err >&2; printf tail"));
        var containers = await Plan.All([.. Enumerable.Range(0, 12).Select(_ => plan)]);

        var logs = await Task.WhenAll(containers.Select(container => ReadAsync(container, new LogOptions { Follow = true })));
        foreach (var container in containers) await container.DisposeAsync();

        logs.Should().AllSatisfy(lines => Texts(lines, OutputSource.Stdout).Should().Equal("out", "tail"));
        logs.Should().AllSatisfy(lines => Texts(lines, OutputSource.Stderr).Should().Equal("err"));
    }

    [DockerFact]
    public async Task Followed_log_can_be_left_early()
    {
        await using var container = await Image.Pull(Busybox).Run(Spec("sh", "-c", "while :; do echo tick; sleep 0.05; done"));

        for (var round = 0; round < 5; round++)
        {
            await foreach (var line in container.LogsAsync(new LogOptions { Follow = true }, Token))
            {
                line.Text.Should().Be("tick");
                break;
            }
        }

        (await container.InspectAsync(Token)).State.Should().Be(ContainerState.Running);
    }

    [DockerFact]
    public async Task Followed_log_can_be_canceled_while_no_line_arrives()
    {
        await using var container = await Image.Pull(Busybox).Run(Spec("sh", "-c", "echo only; exec sleep infinity"));
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);

        var follow = async () =>
        {
            await foreach (var _ in container.LogsAsync(new LogOptions { Follow = true }, cancel.Token)) cancel.CancelAfter(50);
        };

        var canceled = await follow.Should().ThrowAsync<OperationCanceledException>();
        canceled.Which.CancellationToken.Should().Be(cancel.Token);
        (await container.InspectAsync(Token)).State.Should().Be(ContainerState.Running);
    }

    [DockerFact]
    public async Task WithCancellation_cancels_a_followed_log()
    {
        await using var container = await Image.Pull(Busybox).Run(Spec("sh", "-c", "echo only; exec sleep infinity"));
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
#pragma warning disable xUnit1051 // WithCancellation passes the token.
        var lines = container.LogsAsync(new LogOptions { Follow = true });
#pragma warning restore xUnit1051

        var follow = async () =>
        {
            await foreach (var _ in lines.WithCancellation(cancel.Token)) await cancel.CancelAsync();
        };

        await follow.Should().ThrowAsync<OperationCanceledException>();
    }

    [DockerFact]
    public async Task Log_of_a_removed_container_throws_ContainerNotFound()
    {
        var container = await SleeperAsync();
        await container.DisposeAsync();

        await FluentActions.Awaiting(async () => await container.LogsAsync(Token).ToListAsync(Token))
            .Should().ThrowAsync<ContainerNotFoundException>();
    }

    [DockerFact]
    public async Task Followed_log_ends_when_another_client_removes_the_container()
    {
        foreach (var _ in Enumerable.Range(0, 5))
        {
            await using var container = await Image.Pull(Busybox).Run(Spec("sh", "-c", "echo started; exec sleep infinity"));
            var lines = new List<string>();
            await foreach (var line in container.LogsAsync(new LogOptions { Follow = true }, Token))
            {
                lines.Add(line.Text);
                await DockerCli.GetOutputAsync("rm", "--force", container.Id);
            }

            lines.Should().Equal("started");
        }
    }

    [DockerFact]
    [Requires(EngineFeature.FractionalLogTimes)]
    public async Task Log_since_and_until_the_time_of_a_line_include_the_line()
    {
        await using var container = await ExitedAsync("i=0; while [ $i -lt 20 ]; do i=$((i + 1)); echo $i; usleep 3000; done");
        var all = await ReadAsync(container, new LogOptions { Timestamps = true });
        all.Should().HaveCount(20);

        foreach (var line in all)
        {
            (await ReadAsync(container, new LogOptions { Since = line.Timestamp }))[0].Text.Should().Be(line.Text);
            (await ReadAsync(container, new LogOptions { Until = line.Timestamp }))[^1].Text.Should().Be(line.Text);
        }
    }

    private static IEnumerable<string> Texts(IEnumerable<OutputLine> lines, OutputSource source) =>
        lines.Where(line => line.Source == source).Select(line => line.Text);

    private static async Task<IReadOnlyList<OutputLine>> ReadAsync(Container container, LogOptions options) =>
        await container.LogsAsync(options, Token).ToListAsync(Token);

    private async Task<Container> ExitedAsync(string script)
    {
        var container = await Image.Pull(Busybox).Run(Spec("sh", "-c", script));
        await container.WaitAsync(Token);
        return container;
    }
}
