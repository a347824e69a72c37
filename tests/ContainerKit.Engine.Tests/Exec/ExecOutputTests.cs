namespace ContainerKit.Engine.Tests.Verbs.Execs;

/// <summary>Output while it comes.</summary>
public sealed class ExecOutputTests : EngineTest
{
    [DockerFact]
    public async Task Lines_come_in_order_and_from_both_outputs()
    {
        await using var container = await SleeperAsync();
        var lines = new List<OutputLine>();

        // The order of one output is kept; between the two there is none to keep.
        await container.ExecAsync(new ExecSpec("sh", "-c", "for i in 1 2 3; do echo out$i; echo err$i >&2; done; printf tail") { OnLine = lines.Add }, Token);

        Texts(OutputSource.Stdout).Should().Equal("out1", "out2", "out3", "tail");
        Texts(OutputSource.Stderr).Should().Equal("err1", "err2", "err3");

        IEnumerable<string> Texts(OutputSource source) => lines.Where(line => line.Source == source).Select(line => line.Text);
    }

    [DockerFact]
    public async Task Output_that_is_not_kept_is_not_in_the_result()
    {
        await using var container = await SleeperAsync();
        var lines = 0;

        var result = await container.ExecAsync(new ExecSpec("seq", "1000") { OnLine = _ => lines++, KeepOutput = false }, Token);

        lines.Should().Be(1000);
        result.StdoutBytes.Length.Should().Be(0);
        result.Stdout.Should().BeEmpty();
    }

    [DockerFact]
    public async Task An_exception_from_a_line_fails_the_exec_and_ends_its_process()
    {
        await using var container = await SleeperAsync();
        var spec = new ExecSpec("sh", "-c", "echo go; exec sleep 31537") { OnLine = _ => throw new InvalidDataException("mine") };

        await FluentActions.Awaiting(() => container.ExecAsync(spec, Token)).Should().ThrowAsync<InvalidDataException>().WithMessage("mine");

        (await DockerCli.AskAsync("top", container.Id)).Should().NotContain("31537");
    }

    [DockerFact]
    public async Task A_process_that_closes_its_outputs_early_is_waited_for()
    {
        await using var container = await SleeperAsync();

        var result = await container.ExecAsync(
            new ExecSpec("sh", "-c", "exec >&- 2>&-; sleep 0.3; exit 5") { AllowedExitCodes = ExitCodes.Any }, Token);

        result.ExitCode.Should().Be(5);
    }
}
