using System.Text;

namespace ContainerKit.Engine.Tests.Verbs.Execs;

public sealed class ExecInputTests : EngineTest
{
    [DockerFact]
    public async Task A_text_is_read_to_its_end()
    {
        await using var container = await SleeperAsync();

        (await container.ExecAsync(new ExecSpec("cat") { StandardInput = "grüße\n" }, Token)).Stdout.Should().Be("grüße\n");
    }

    [DockerFact]
    public async Task An_empty_text_is_the_end_at_once()
    {
        await using var container = await SleeperAsync();

        (await container.ExecAsync(new ExecSpec("cat") { StandardInput = "" }, Token)).Stdout.Should().BeEmpty();
    }

    [DockerFact]
    public async Task Without_input_the_process_reads_nothing_and_does_not_hang()
    {
        await using var container = await SleeperAsync();

        (await container.ExecAsync(["cat"], Token)).Stdout.Should().BeEmpty();
    }

    [DockerFact]
    public async Task Bytes_arrive_as_they_are()
    {
        await using var container = await SleeperAsync();
        byte[] bytes = [.. Enumerable.Range(0, 256).Select(i => (byte)i)];

        var result = await container.ExecAsync(new ExecSpec("cat") { StandardInput = ProcessInput.FromBytes(bytes) }, Token);

        result.StdoutBytes.ToArray().Should().Equal(bytes);
    }

    [DockerFact]
    public async Task A_callers_stream_is_read_and_left_open()
    {
        await using var container = await SleeperAsync();
        using var stream = new MemoryStream("0123456789"u8.ToArray());
        stream.Position = 4;

        (await container.ExecAsync(new ExecSpec("cat") { StandardInput = ProcessInput.FromStream(stream) }, Token)).Stdout.Should().Be("456789");

        stream.CanRead.Should().BeTrue();
        stream.Position.Should().Be(10);
    }

    [DockerFact]
    public async Task A_stream_opened_for_the_run_is_opened_each_time_and_disposed()
    {
        var opened = new List<MemoryStream>();
        var input = ProcessInput.FromStream(() =>
        {
            var stream = new MemoryStream("again"u8.ToArray());
            opened.Add(stream);
            return stream;
        });
        var plan = Image.Pull(Busybox).Run(Spec("sleep", "infinity")).Capture(new ExecSpec("cat") { StandardInput = input });

        (await plan).Stdout.Should().Be("again");
        (await plan).Stdout.Should().Be("again");

        opened.Should().HaveCount(2).And.OnlyContain(stream => !stream.CanRead);
    }

    [DockerFact]
    public async Task A_stream_that_fails_fails_the_exec_with_its_own_exception()
    {
        await using var container = await SleeperAsync();
        var spec = new ExecSpec("cat") { StandardInput = ProcessInput.FromStream(() => throw new InvalidDataException("mine")) };

        await FluentActions.Awaiting(() => container.ExecAsync(spec, Token)).Should().ThrowAsync<InvalidDataException>().WithMessage("mine");
        // Its process is not left waiting for more.
        await UntilAsync(async () => !(await DockerCli.AskAsync("top", container.Id)).Contains(" cat", StringComparison.Ordinal));
    }

    [DockerFact]
    public async Task A_script_may_be_the_input_of_a_shell()
    {
        await using var container = await SleeperAsync();
        var script = new StringBuilder();
        for (var i = 0; i < 100; i++) script.Append("echo line ").Append(i).Append('\n');

        var result = await container.ExecAsync(new ExecSpec("sh") { StandardInput = script.ToString() }, Token);

        result.Stdout.Split('\n').Should().HaveCount(101).And.EndWith(["line 99", ""]);
    }
}
