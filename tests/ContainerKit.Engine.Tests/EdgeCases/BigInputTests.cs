namespace ContainerKit.Engine.Tests.Verbs.BadLuck;

/// <summary>30 MB of standard input, which is far more than any pipe or socket between here and the process holds.</summary>
public sealed class BigInputTests : EngineTest
{
    private static readonly byte[] _thirtyMegabytes = Bytes();

    [DockerFact]
    public async Task A_process_that_never_reads_it_ends_all_the_same()
    {
        await using var container = await SleeperAsync();
        var input = ProcessInput.FromBytes(_thirtyMegabytes);

        (await container.ExecAsync(new ExecSpec("true") { StandardInput = input }, Token)).ExitCode.Should().Be(0);
        (await container.ExecAsync(new ExecSpec("sleep", "1") { StandardInput = input }, Token)).ExitCode.Should().Be(0);
    }

    [DockerFact]
    public async Task A_process_that_reads_the_beginning_only_ends_all_the_same()
    {
        await using var container = await SleeperAsync();

        var result = await container.ExecAsync(new ExecSpec("head", "-c", "5") { StandardInput = ProcessInput.FromBytes(_thirtyMegabytes) }, Token);

        result.StdoutBytes.ToArray().Should().Equal(_thirtyMegabytes[..5]);
    }

    [DockerFact]
    public async Task A_process_that_echoes_it_is_read_while_it_is_written_to()
    {
        await using var container = await SleeperAsync();

        var result = await container.ExecAsync(new ExecSpec("cat") { StandardInput = ProcessInput.FromBytes(_thirtyMegabytes) }, Token);

        result.StdoutBytes.Span.SequenceEqual(_thirtyMegabytes).Should().BeTrue();
    }

    [DockerFact]
    public async Task A_process_that_only_reads_gets_all_of_it()
    {
        await using var container = await SleeperAsync();

        var result = await container.ExecAsync(new ExecSpec("wc", "-c") { StandardInput = ProcessInput.FromBytes(_thirtyMegabytes) }, Token);

        result.Stdout.Trim().Should().Be($"{_thirtyMegabytes.Length}");
    }

    [DockerFact]
    public async Task Writing_it_to_a_process_that_does_not_read_can_be_cancelled()
    {
        await using var container = await SleeperAsync();
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var spec = new ExecSpec("sh", "-c", "echo begun; exec sleep 31538") { StandardInput = ProcessInput.FromBytes(_thirtyMegabytes), OnLine = _ => cancel.Cancel() };

        await FluentActions.Awaiting(() => container.ExecAsync(spec, cancel.Token)).Should().ThrowAsync<OperationCanceledException>();

        (await DockerCli.AskAsync("top", container.Id)).Should().NotContain("31538");
    }

    private static byte[] Bytes()
    {
        var bytes = new byte[30_000_000];
        new Random(1).NextBytes(bytes);
        return bytes;
    }
}
