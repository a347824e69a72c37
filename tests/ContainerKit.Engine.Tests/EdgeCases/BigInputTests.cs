namespace ContainerKit.Engine.Tests.EdgeCases;

/// <summary>Standard input of 30 MB, which is more than the buffers between this process and the exec hold.</summary>
public sealed class BigInputTests : EngineTest
{
    private static readonly byte[] _thirtyMegabytes = CreateBytes();

    [DockerFact]
    public async Task Exec_with_large_input_ends_if_the_process_never_reads_it()
    {
        await using var container = await SleeperAsync();
        var input = ProcessInput.FromBytes(_thirtyMegabytes);

        (await container.ExecAsync(new ExecSpec("true") { StandardInput = input }, Token)).ExitCode.Should().Be(0);
        (await container.ExecAsync(new ExecSpec("sleep", "1") { StandardInput = input }, Token)).ExitCode.Should().Be(0);
    }

    [DockerFact]
    public async Task Exec_with_large_input_ends_if_the_process_reads_only_the_beginning()
    {
        await using var container = await SleeperAsync();

        var result = await container.ExecAsync(
            new ExecSpec("head", "-c", "5") { StandardInput = ProcessInput.FromBytes(_thirtyMegabytes) }, Token);

        result.StdoutBytes.ToArray().Should().Equal(_thirtyMegabytes[..5]);
    }

    [DockerFact]
    public async Task Exec_with_large_input_reads_the_output_while_it_writes_the_input()
    {
        await using var container = await SleeperAsync();

        var result = await container.ExecAsync(
            new ExecSpec("cat") { StandardInput = ProcessInput.FromBytes(_thirtyMegabytes) }, Token);

        result.StdoutBytes.Span.SequenceEqual(_thirtyMegabytes).Should().BeTrue();
    }

    [DockerFact]
    public async Task Exec_with_large_input_passes_all_of_it()
    {
        await using var container = await SleeperAsync();

        var result = await container.ExecAsync(
            new ExecSpec("wc", "-c") { StandardInput = ProcessInput.FromBytes(_thirtyMegabytes) }, Token);

        result.Stdout.Trim().Should().Be($"{_thirtyMegabytes.Length}");
    }

    [DockerFact]
    public async Task Exec_with_large_input_can_be_canceled_if_the_process_does_not_read()
    {
        await using var container = await SleeperAsync();
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var spec = new ExecSpec("sh", "-c", "echo begun; exec sleep 31538")
        {
            StandardInput = ProcessInput.FromBytes(_thirtyMegabytes),
            OnLine = _ => cancel.Cancel(),
        };

        await FluentActions.Awaiting(() => container.ExecAsync(spec, cancel.Token))
            .Should().ThrowAsync<OperationCanceledException>();

        (await ProcessesAsync(container)).Should().NotContain("31538");
    }

    private static byte[] CreateBytes()
    {
        var bytes = new byte[30_000_000];
        new Random(1).NextBytes(bytes);
        return bytes;
    }
}
