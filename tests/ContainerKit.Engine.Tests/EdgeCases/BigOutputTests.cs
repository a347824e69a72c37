namespace ContainerKit.Engine.Tests.EdgeCases;

/// <summary>Large outputs, which must not be held in memory as a whole.</summary>
public sealed class BigOutputTests : EngineTest
{
    private const int Lines = 200_000;
    private const int LineLength = 999;
    private const string Print200Megabytes = "yes $(printf %0999d 7) | head -n 200000";

    [DockerFact]
    public async Task Exec_with_200_megabytes_of_output_is_read_in_bounded_memory()
    {
        await using var container = await SleeperAsync();
        var meter = new Meter();

        var result = await container.ExecAsync(
            new ExecSpec("sh", "-c", Print200Megabytes) { KeepOutput = false, OnLine = meter.Count }, Token);

        meter.Should().BeEquivalentTo(new { Lines, Chars = (long)Lines * LineLength });
        meter.Growth.Should().BeLessThan(100_000_000);
        result.StdoutBytes.Length.Should().Be(0);
    }

    [DockerFact]
    [Requires(EngineFeature.CompleteFollowedLogs)]
    public async Task Log_of_200_megabytes_is_read_in_bounded_memory()
    {
        await using var container = await Image.Pull(Busybox).Run(Spec("sh", "-c", Print200Megabytes));
        var meter = new Meter();

        await foreach (var line in container.LogsAsync(new LogOptions { Follow = true }, Token)) meter.Count(line);

        meter.Should().BeEquivalentTo(new { Lines, Chars = (long)Lines * LineLength });
        meter.Growth.Should().BeLessThan(100_000_000);
    }

    [DockerFact]
    public async Task Foreground_run_returns_30_megabytes_of_output_completely()
    {
        var result = await Image.Pull(Busybox).Run(Spec("sh", "-c", "yes $(printf %0999d 7) | head -n 30000")).ToCompletion();

        result.StdoutBytes.Length.Should().Be(30_000_000);
        result.Stdout.Should().StartWith("000").And.EndWith("7\n");
    }

    /// <summary>Counts lines, and measures the growth of the heap after a collection at intervals.</summary>
    private sealed class Meter
    {
        private readonly long _before = GC.GetTotalMemory(forceFullCollection: true);

        public int Lines { get; private set; }

        public long Chars { get; private set; }

        public long Growth { get; private set; }

        public void Count(OutputLine line)
        {
            Chars += line.Text.Length;
            if (++Lines % 40_000 == 0) Growth = Math.Max(Growth, GC.GetTotalMemory(forceFullCollection: true) - _before);
        }
    }
}
