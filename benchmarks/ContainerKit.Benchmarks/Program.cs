using System.Globalization;
using ContainerKit;
using ContainerKit.Benchmarks;
using ContainerKit.Benchmarks.Clients;
using ContainerKit.Benchmarks.Growth;
using ContainerKit.Benchmarks.Measuring;
using ContainerKit.Benchmarks.Rows;

// Measures each kind of work with ContainerKit, beside the best that the engine gives and beside other clients, in turns.
// Usage: eng/bench.sh [--quick] [--growth] [--list] [--rounds N] [--only TEXT] [--report FOLDER] [--startup FOLDER] [ROW...]
if (args is [StartupRow.Argument, var client, var socket])
{
    await StartupRow.PingAsync(client, socket);
    return;
}

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
    new TerminalInputRow(),
    new RunOutputRow(lab),
    new ShortRow(lab, ShortWork.RunAndRemove),
    new ShortRow(lab, ShortWork.Exec),
    new ShortRow(lab, ShortWork.Output),
    new ManyRow(lab),
    new CopyRow(lab, isIn: true),
    new CopyRow(lab, isIn: false),
    new StartupRow(lab, options.StartupFolder),
    new IdleRow(),
];
var series = GrowthSeries.CreateAll(lab, options.Scale);
List<string> names = options.IsGrowth ? [.. series.Select(item => item.Name)] : [.. rows.Select(row => row.Name)];
var selected = rows.Where(row => options.Includes(row.Name)).ToList();
if (options.PeakContestant is null && options.Rows.FirstOrDefault(row => !names.Contains(row)) is { } unknown)
    throw new ArgumentException($"There is no row '{unknown}'. The rows are: {string.Join(", ", names)}.");
if (options.IsList)
{
    names.ForEach(Console.WriteLine);
    return;
}

if (options.PeakContestant is { } contestant)
{
    var ofSeries = series.SelectMany(item => item.Rows).Select(item => item.Row);
    await PeakMemory.PrintAsync(rows.Concat(ofSeries).Single(row => row.Name == options.Rows[0]), contestant, options.Scale);
    return;
}

var version = await DockerEngine.Default.VersionAsync();
var engine = $"engine {version.Version} (API {lab.ApiVersion})";
var machine = Report.DescribeMachine(engine);
Console.WriteLine(machine);
if (options.IsGrowth)
{
    await GrowthReport.RunAsync([.. series.Where(item => options.Includes(item.Name))], options.Scale, options.ReportFolder, machine);
    return;
}

var results = new List<RowResult>();
foreach (var row in selected)
{
    var result = await Runner.MeasureAsync(row, options.Scale, options.Rounds, options.Only);
    Report.Print(result);
    results.Add(result);
}

if (options.ReportFolder is not null) await Report.WriteAsync(Path.Combine(options.ReportFolder, "benchmarks.md"), machine, results);
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"\nmeasured {results.Count} of {names.Count} rows"));
