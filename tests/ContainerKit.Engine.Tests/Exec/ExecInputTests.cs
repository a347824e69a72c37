using System.Text;

namespace ContainerKit.Engine.Tests.Exec;

public sealed class ExecInputTests : EngineTest
{
    [DockerFact]
    public async Task Exec_reads_a_text_as_standard_input_to_its_end()
    {
        await using var container = await SleeperAsync();

        (await container.ExecAsync(new ExecSpec("cat") { StandardInput = "grüße\n" }, Token)).Stdout.Should().Be("grüße\n");
    }

    [DockerFact]
    public async Task Exec_with_an_empty_text_as_input_reads_the_end_at_once()
    {
        await using var container = await SleeperAsync();

        (await container.ExecAsync(new ExecSpec("cat") { StandardInput = "" }, Token)).Stdout.Should().BeEmpty();
    }

    [DockerFact]
    public async Task Exec_without_input_does_not_block_a_process_that_reads()
    {
        await using var container = await SleeperAsync();

        (await container.ExecAsync(["cat"], Token)).Stdout.Should().BeEmpty();
    }

    [DockerFact]
    public async Task Exec_input_bytes_arrive_unchanged()
    {
        await using var container = await SleeperAsync();
        byte[] bytes = [.. Enumerable.Range(0, 256).Select(i => (byte)i)];

        var result = await container.ExecAsync(new ExecSpec("cat") { StandardInput = ProcessInput.FromBytes(bytes) }, Token);

        result.StdoutBytes.ToArray().Should().Equal(bytes);
    }

    [DockerFact]
    public async Task Exec_reads_an_input_stream_and_leaves_it_open()
    {
        await using var container = await SleeperAsync();
        using var stream = new MemoryStream("0123456789"u8.ToArray());
        stream.Position = 4;

        (await container.ExecAsync(new ExecSpec("cat") { StandardInput = ProcessInput.FromStream(stream) }, Token))
            .Stdout.Should().Be("456789");

        stream.CanRead.Should().BeTrue();
        stream.Position.Should().Be(10);
    }

    [DockerFact]
    public async Task Exec_input_stream_factory_is_called_each_time_and_its_stream_disposed()
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
    public async Task Exec_throws_the_exception_of_its_input_stream()
    {
        await using var container = await SleeperAsync();
        var spec =
            new ExecSpec("cat") { StandardInput = ProcessInput.FromStream(() => throw new InvalidDataException("mine")) };

        await FluentActions.Awaiting(() => container.ExecAsync(spec, Token))
            .Should().ThrowAsync<InvalidDataException>().WithMessage("mine");
        // The process does not keep waiting for more input.
        await UntilAsync(async () => !(await ProcessesAsync(container)).Contains(" cat", StringComparison.Ordinal));
    }

    [DockerFact]
    public async Task Exec_can_pass_a_script_to_a_shell_as_input()
    {
        await using var container = await SleeperAsync();
        var script = new StringBuilder();
        for (var i = 0; i < 100; i++) script.Append("echo line ").Append(i).Append('\n');

        var result = await container.ExecAsync(new ExecSpec("sh") { StandardInput = script.ToString() }, Token);

        result.Stdout.Split('\n').Should().HaveCount(101).And.EndWith(["line 99", ""]);
    }
}
