using System.Diagnostics;
using ContainerKit;
using ContainerKit.Benchmarks;

// Times of one machine say little elsewhere; ratios within one run, in turns, say more. Usage: dotnet run -c Release -- [rounds]
Environment.SetEnvironmentVariable("TESTCONTAINERS_RYUK_DISABLED", "true");
// Testcontainers asks for API 1.44 unless told otherwise, and takes an older engine for one that does not run.
Environment.SetEnvironmentVariable("DOCKER_API_VERSION", (await DockerEngine.Default.ConnectAsync()).ApiVersion.ToString());
var rounds = args.Length > 0 ? int.Parse(args[0], System.Globalization.CultureInfo.InvariantCulture) : 20;

await Image.Pull(Workload.Image);
List<IClientBenchmark> contenders = [new ContainerKitBenchmark(), new DockerDotNetBenchmark(), new TestcontainersBenchmark(), new DockerCliBenchmark()];
try
{
    foreach (var contender in contenders) await contender.PrepareAsync();
    await MeasureAsync("run and remove", contender => contender.RunAndRemoveAsync());
    await MeasureAsync("exec", contender => contender.ExecAsync());
    await MeasureAsync("output of a short run", contender => contender.OutputAsync());
}
finally
{
    foreach (var contender in contenders) await contender.DisposeAsync();
}

async Task MeasureAsync(string job, Func<IClientBenchmark, Task> work)
{
    var times = contenders.ToDictionary(contender => contender, _ => new List<double>());
    foreach (var contender in contenders) await work(contender);
    for (var round = 0; round < rounds; round++)
    {
        // Each round begins with another one, so that nobody always runs in the wake of the same neighbour.
        for (var i = 0; i < contenders.Count; i++)
        {
            var contender = contenders[(round + i) % contenders.Count];
            var begun = Stopwatch.GetTimestamp();
            await work(contender);
            times[contender].Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
        }
    }

    Console.WriteLine($"\n{job}, median of {rounds}");
    var own = Median(times[contenders[0]]);
    foreach (var contender in contenders) Console.WriteLine($"  {contender.Name,-16} {Median(times[contender]),8:0.0} ms   x{Median(times[contender]) / own:0.00}");
}

static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
