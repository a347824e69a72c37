using System.Diagnostics;
using ContainerKit;
using ContainerKit.Benchmarks;

// Measures three jobs with four clients, in turns. The ratios within one run are comparable between machines; the times are not.
// Usage: dotnet run -c Release -- [rounds]
Environment.SetEnvironmentVariable("TESTCONTAINERS_RYUK_DISABLED", "true");
// Testcontainers requests API 1.44 by default and reports an older engine as not running.
Environment.SetEnvironmentVariable("DOCKER_API_VERSION", (await DockerEngine.Default.ConnectAsync()).ApiVersion.ToString());
var rounds = args.Length > 0 ? int.Parse(args[0], System.Globalization.CultureInfo.InvariantCulture) : 20;

await Image.Pull(Workload.Image);
List<IClientBenchmark> clients =
[
    new ContainerKitBenchmark(),
    new DockerDotNetBenchmark(),
    new TestcontainersBenchmark(),
    new DockerCliBenchmark(),
];
try
{
    foreach (var client in clients) await client.PrepareAsync();
    await MeasureAsync("run and remove", client => client.RunAndRemoveAsync());
    await MeasureAsync("exec", client => client.ExecAsync());
    await MeasureAsync("output of a short run", client => client.OutputAsync());
}
finally
{
    foreach (var client in clients) await client.DisposeAsync();
}

async Task MeasureAsync(string job, Func<IClientBenchmark, Task> run)
{
    var times = clients.ToDictionary(client => client, _ => new List<double>());
    foreach (var client in clients) await run(client);
    for (var round = 0; round < rounds; round++)
    {
        // Each round starts with another client, so that no client always runs after the same one.
        for (var i = 0; i < clients.Count; i++)
        {
            var client = clients[(round + i) % clients.Count];
            var start = Stopwatch.GetTimestamp();
            await run(client);
            times[client].Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }
    }

    Console.WriteLine($"\n{job}, median of {rounds}");
    var baseline = Median(times[clients[0]]);
    foreach (var client in clients)
    {
        var median = Median(times[client]);
        Console.WriteLine($"  {client.Name,-16} {median,8:0.0} ms   x{median / baseline:0.00}");
    }
}

static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
