using System.Diagnostics;
using ContainerKit.Engine.Tests.Samples;

namespace ContainerKit.Engine.Tests.Benchmarks;

/// <summary>Runs the benchmarks with little work. They check the results of each client; no time is asserted.</summary>
[Trait("Shard", "samples")]
public sealed class BenchmarkTests : EngineTest
{
    [Fact(Timeout = 180_000)]
    [Requires(EngineFeature.CompleteFollowedLogs)]
    public async Task Every_row_of_the_benchmarks_is_measured()
    {
        Assert.SkipUnless(DockerCli.IsInstalled, "The Docker CLI, which the benchmarks need, is not installed.");
        var rows = (await RunAsync("--list")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        rows.Should().Contain(["ping", "inspect", "list", "logs", "follow", "exec-output", "run-output", "many", "copy-in", "copy-out"]);

        var output = await RunAsync("--quick");

        output.Should().Contain($"measured {rows.Length} of {rows.Length} rows");
        foreach (var row in rows) output.Should().Contain($"\n{row}: ");
    }

    [Fact(Timeout = 180_000)]
    public async Task The_growth_of_each_kind_of_work_is_measured()
    {
        Assert.SkipUnless(DockerCli.IsInstalled, "The Docker CLI, which the benchmarks need, is not installed.");

        var output = await RunAsync("--growth", "--quick");

        foreach (var row in (string[])["list-10", "logs-1000", "files-1", "execs-1", "many-1"]) output.Should().Contain($"\n{row}: ");
    }

    [Fact(Timeout = 60_000)]
    public async Task Benchmarks_name_the_rows_if_one_is_unknown()
    {
        Assert.SkipUnless(DockerCli.IsInstalled, "The Docker CLI, which the benchmarks need, is not installed.");
        var run = () => RunAsync("--quick", "no-such-row");
        (await run.Should().ThrowAsync<InvalidOperationException>()).WithMessage("*There is no row 'no-such-row'. The rows are: ping, *");
    }

    private static async Task<string> RunAsync(params string[] arguments)
    {
        string[] command = [RepositoryPaths.GetPath("eng", "bench.sh"), "--no-build", .. arguments];
        using var process = Process.Start(
            new ProcessStartInfo("bash", command) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        try
        {
            var error = process.StandardError.ReadToEndAsync(Token);
            var output = await process.StandardOutput.ReadToEndAsync(Token);
            await process.WaitForExitAsync(Token);
            return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{output}{await error}");
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
    }
}
