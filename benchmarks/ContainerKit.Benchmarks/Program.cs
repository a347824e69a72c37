using System.Globalization;
using ContainerKit;
using ContainerKit.Benchmarks;
using ContainerKit.Benchmarks.Clients;
using ContainerKit.Benchmarks.Measuring;
using ContainerKit.Benchmarks.Rows;

// Measures each kind of work with ContainerKit, beside the best that the engine gives and beside other clients, in turns.
// Usage: eng/bench.sh [--quick] [--list] [--rounds N] [--only TEXT] [--report FILE] [ROW...]
Environment.SetEnvironmentVariable("TESTCONTAINERS_RYUK_DISABLED", "true");
var options = new Options(args);
using var lab = await Lab.OpenAsync();
// Testcontainers requests API 1.44 by default and reports an older engine as not running.
Environment.SetEnvironmentVariable("DOCKER_API_VERSION", lab.ApiVersion);

Row[] rows =
[
    new PingRow(lab),
    new InspectRow(lab, parallel: 1),
    new InspectRow(lab, parallel: 32),
    new ListRow(lab),
    new LogsRow(lab),
    new FollowRow(lab),
    new ExecRow(lab),
    new TerminalRow(),
    new RunOutputRow(lab),
    new ShortRow(lab, ShortWork.RunAndRemove),
    new ShortRow(lab, ShortWork.Exec),
    new ShortRow(lab, ShortWork.Output),
    new ManyRow(lab),
    new CopyRow(lab, isIn: true),
    new CopyRow(lab, isIn: false),
];
var names = rows.Select(row => row.Name).ToList();
var selected = rows.Where(row => options.Includes(row.Name)).ToList();
if (options.Rows.FirstOrDefault(row => !names.Contains(row)) is { } unknown)
    throw new ArgumentException($"There is no row '{unknown}'. The rows are: {string.Join(", ", names)}.");
if (options.IsList)
{
    names.ForEach(Console.WriteLine);
    return;
}

if (options.PeakContestant is { } contestant)
{
    await PeakMemory.PrintAsync(selected.Single(), contestant, options.Scale);
    return;
}

var version = await DockerEngine.Default.VersionAsync();
var engine = $"engine {version.Version} (API {lab.ApiVersion})";
Console.WriteLine(Report.DescribeMachine(engine));
var results = new List<RowResult>();
foreach (var row in selected)
{
    var result = await Runner.MeasureAsync(row, options.Scale, options.Rounds, options.Only);
    Report.Print(result);
    results.Add(result);
}

if (options.ReportPath is not null) await Report.WriteAsync(options.ReportPath, engine, results);
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"\nmeasured {results.Count} of {names.Count} rows"));
