namespace ContainerKit.Engine.Tests.Exec;

/// <summary>Output of execs while the process runs.</summary>
public sealed class ExecOutputTests : EngineTest
{
    [DockerFact]
    public async Task Exec_output_lines_arrive_in_order_from_both_outputs()
    {
        await using var container = await SleeperAsync();
        var lines = new List<OutputLine>();

        // Lines of one output keep their order. Between the two outputs, no order is defined.
        const string Script = "for i in 1 2 3; do echo out$i; echo err$i >&2; done; printf tail";
        await container.ExecAsync(new ExecSpec("sh", "-c", Script) { OnLine = lines.Add }, Token);

        Texts(OutputSource.Stdout).Should().Equal("out1", "out2", "out3", "tail");
        Texts(OutputSource.Stderr).Should().Equal("err1", "err2", "err3");

        IEnumerable<string> Texts(OutputSource source) => lines.Where(line => line.Source == source).Select(line => line.Text);
    }

    [DockerFact]
    public async Task Exec_without_KeepOutput_has_no_output_in_its_result()
    {
        await using var container = await SleeperAsync();
        var lines = 0;

        var result =
            await container.ExecAsync(new ExecSpec("seq", "1000") { OnLine = _ => lines++, KeepOutput = false }, Token);

        lines.Should().Be(1000);
        result.StdoutBytes.Length.Should().Be(0);
        result.Stdout.Should().BeEmpty();
    }

    [DockerFact]
    public async Task Exception_in_OnLine_fails_the_exec_and_kills_its_process()
    {
        await using var container = await SleeperAsync();
        var spec =
            new ExecSpec("sh", "-c", "echo go; exec sleep 31537") { OnLine = _ => throw new InvalidDataException("mine") };

        await FluentActions.Awaiting(() => container.ExecAsync(spec, Token))
            .Should().ThrowAsync<InvalidDataException>().WithMessage("mine");

        (await ProcessesAsync(container)).Should().NotContain("31537");
    }

    [DockerFact]
    public async Task Exec_waits_for_a_process_that_closes_its_outputs_early()
    {
        await using var container = await SleeperAsync();

        var result = await container.ExecAsync(
            new ExecSpec("sh", "-c", "exec >&- 2>&-; sleep 0.3; exit 5") { AllowedExitCodes = ExitCodes.Any }, Token);

        result.ExitCode.Should().Be(5);
    }
}
