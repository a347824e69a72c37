using System.Text;

namespace ContainerKit.Engine.Tests.Containers;

/// <summary>Logs as bytes, logs between two points in time, and logs of stopped containers.</summary>
public sealed class LogCopyTests : EngineTest
{
    [DockerFact]
    [Requires(EngineFeature.LocalLogDriver)]
    public async Task Copied_log_keeps_the_bytes_of_both_outputs_separate_or_combined()
    {
        // The local driver keeps bytes. The default driver, json-file, keeps text only.
        var spec = Spec("sh", "-c", "printf 'a\\377\\000b\\n'; echo err >&2")
            with
        { Customize = request => request.HostConfig!.LogConfig = new() { Type = "local" } };
        await using var container = await Image.Pull(Busybox).Run(spec);
        await container.WaitAsync(Token);
        using var stdout = new MemoryStream();
        using var stderr = new MemoryStream();
        using var both = new MemoryStream();

        await container.CopyLogAsync(stdout, stderr, new LogOptions(), Token);
        await container.CopyLogAsync(both, new LogOptions(), Token);

        stdout.ToArray().Should().Equal((byte)'a', 0xff, 0, (byte)'b', (byte)'\n');
        stderr.ToArray().Should().Equal("err\n"u8.ToArray());
        both.Length.Should().Be(stdout.Length + stderr.Length);
    }

    [DockerFact]
    public async Task Copied_log_of_a_terminal_has_CRLF_line_ends()
    {
        await using var container = await Image.Pull(Busybox)
            .Run(Spec("sh", "-c", "echo out; echo err >&2") with { Tty = true });
        await container.WaitAsync(Token);
        using var output = new MemoryStream();

        await container.CopyLogAsync(output, new LogOptions(), Token);
        (await (await Container.Find(container.Name)).LogsAsync(Token).Select(line => line.Text).ToListAsync(Token))
            .Should().Equal("out", "err");

        Encoding.UTF8.GetString(output.ToArray()).Should().Be("out\r\nerr\r\n");
    }

    [DockerFact]
    public async Task Log_of_a_stopped_container_has_all_of_its_thousand_lines()
    {
        await using var container = await Image.Pull(Busybox).Run(Spec("seq", "1000"));
        await container.WaitAsync(Token);

        var lines = await container.LogsAsync(Token).Select(line => line.Text).ToListAsync(Token);

        lines.Should().Equal(Enumerable.Range(1, 1000).Select(number => $"{number}"));
    }

    [DockerFact]
    [Requires(EngineFeature.FractionalLogTimes)]
    public async Task Log_with_Since_and_Until_has_only_the_lines_between_them()
    {
        await using var container = await Image.Pull(Busybox)
            .Run(Spec("sh", "-c", "echo one; sleep 0.2; echo two; sleep 0.2; echo three"));
        await container.WaitAsync(Token);
        var times = await container.LogsAsync(new LogOptions { Timestamps = true }, Token)
            .Select(line => line.Timestamp!.Value).ToListAsync(Token);

        var between = new LogOptions { Since = times[0].AddMilliseconds(100), Until = times[1].AddMilliseconds(100) };

        (await container.LogsAsync(between, Token).Select(line => line.Text).ToListAsync(Token)).Should().Equal("two");
    }

    [DockerFact]
    public async Task Copying_a_log_to_a_full_stream_throws_the_exception_of_the_stream()
    {
        await using var container = await Image.Pull(Busybox).Run(Spec("seq", "10"));
        await container.WaitAsync(Token);
        using var readOnly = new MemoryStream([], writable: false);

        await FluentActions.Awaiting(() => container.CopyLogAsync(readOnly, new LogOptions(), Token))
            .Should().ThrowAsync<NotSupportedException>();
    }
}
