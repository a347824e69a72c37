using System.Diagnostics;
using System.Globalization;
using ContainerKit.Services;
using ContainerKit.Snapshots;

// Measures the time that a new, seeded PostgreSQL costs a test: start, first query and removal. The ways run in turns.
// Usage: dotnet run -c Release -- [rounds]
var rounds = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 10;
await using var shared = await PostgreSql.Run();
await Shop.SeedAsync(shared.ConnectionString, CancellationToken.None);

// Temporary, so that each run of this program creates the snapshot.
var snapshot = PostgreSql.Snapshot().AsTemporary().Do("seed", (db, token) => Shop.SeedAsync(db.ConnectionString, token));
var start = Stopwatch.GetTimestamp();
await snapshot.ToImage();
Console.WriteLine($"creating the snapshot, once          {Stopwatch.GetElapsedTime(start).TotalMilliseconds,8:0} ms");

(string Name, Func<Task> RunAsync)[] ways =
[
    ("a copy of the snapshot", async () =>
    {
        await using var db = await snapshot.Run();
        await Shop.CheckAsync(db.ConnectionString);
    }),
    ("a new server without data", async () =>
    {
        await using var db = await PostgreSql.Run();
        await Shop.PingAsync(db.ConnectionString);
    }),
    ("a new server, seeded each time", async () =>
    {
        await using var db = await PostgreSql.Run();
        await Shop.SeedAsync(db.ConnectionString, CancellationToken.None);
        await Shop.CheckAsync(db.ConnectionString);
    }),
    ("a shared server, seeded each time", async () =>
    {
        await Shop.SeedAsync(shared.ConnectionString, CancellationToken.None);
        await Shop.CheckAsync(shared.ConnectionString);
    }),
];

var times = ways.Select(_ => new List<double>()).ToArray();
foreach (var (_, runAsync) in ways) await runAsync();
for (var round = 0; round < rounds; round++)
{
    for (var i = 0; i < ways.Length; i++)
    {
        var way = (round + i) % ways.Length;
        start = Stopwatch.GetTimestamp();
        await ways[way].RunAsync();
        times[way].Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
    }
}

Console.WriteLine($"\nfor each test, median of {rounds}");
for (var i = 0; i < ways.Length; i++)
{
    var median = Median(times[i]);
    Console.WriteLine($"{ways[i].Name,-36} {median,8:0} ms   x{median / Median(times[0]):0.00}");
}

static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
