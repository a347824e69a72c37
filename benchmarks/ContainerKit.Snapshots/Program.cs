using System.Diagnostics;
using System.Globalization;
using ContainerKit.Benchmarks.Snapshots;
using ContainerKit.Testing;

// What a fresh, seeded PostgreSQL costs a test, from nothing to its first query and on to its removal. Ratios within one run, in turns. Usage: dotnet run -c Release -- [rounds]
var rounds = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 10;
await using var shared = await PostgreSql.Run();
await Shop.SeedAsync(shared.ConnectionString, CancellationToken.None);

// Made anew by each run of this program, so that the first row is what it says.
var snapshot = PostgreSql.Snapshot().AsTemporary().Do("seed", (db, token) => Shop.SeedAsync(db.ConnectionString, token));
var begun = Stopwatch.GetTimestamp();
await snapshot.ToImage();
Console.WriteLine($"making the snapshot, once            {Stopwatch.GetElapsedTime(begun).TotalMilliseconds,8:0} ms");

(string Name, Func<Task> Work)[] ways =
[
    ("a copy of the snapshot", async () =>
    {
        await using var db = await snapshot.Run();
        await Shop.CheckAsync(db.ConnectionString);
    }),
    ("an empty server", async () =>
    {
        await using var db = await PostgreSql.Run();
        await Shop.PingAsync(db.ConnectionString);
    }),
    ("a server, seeded each time", async () =>
    {
        await using var db = await PostgreSql.Run();
        await Shop.SeedAsync(db.ConnectionString, CancellationToken.None);
        await Shop.CheckAsync(db.ConnectionString);
    }),
    ("no server: a shared one, seeded anew", async () =>
    {
        await Shop.SeedAsync(shared.ConnectionString, CancellationToken.None);
        await Shop.CheckAsync(shared.ConnectionString);
    }),
];

var times = ways.Select(_ => new List<double>()).ToArray();
foreach (var (_, work) in ways) await work();
for (var round = 0; round < rounds; round++)
{
    for (var i = 0; i < ways.Length; i++)
    {
        var way = (round + i) % ways.Length;
        begun = Stopwatch.GetTimestamp();
        await ways[way].Work();
        times[way].Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
    }
}

Console.WriteLine($"\nfor each test, median of {rounds}");
for (var i = 0; i < ways.Length; i++) Console.WriteLine($"{ways[i].Name,-36} {Median(times[i]),8:0} ms   x{Median(times[i]) / Median(times[0]):0.00}");

static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
