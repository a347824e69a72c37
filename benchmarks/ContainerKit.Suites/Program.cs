using System.Globalization;
using ContainerKit.Suites;

// Measures the same test suite with both libraries, in turns, and prints a report. Usage:
//   dotnet run -c Release -- [rounds=3] [kills=20] [parts=lines,requests,wall,readiness,kills,commands]
var options = args.Select(arg => arg.Split('=', 2)).ToDictionary(
    pair => pair[0],
    pair => pair.Length == 2 ? pair[1] : throw new ArgumentException($"The argument '{pair[0]}' does not have the form name=value."));
var rounds = Number("rounds", 3);
var kills = Number("kills", 20);
var parts = options.GetValueOrDefault("parts", "lines,requests,wall,readiness,kills,commands").Split(',');
if (options.Keys.Except(["rounds", "kills", "parts"]).FirstOrDefault() is { } unknown)
    throw new ArgumentException($"Unknown option '{unknown}'. The options are rounds, kills and parts.");

var engine = await DockerCli.RunAsync("version", "--format", "{{.Server.Version}}");
// Testcontainers requests API 1.44 by default and reports an older engine as not running. A newer engine needs no setting.
var api = Version.Parse(await DockerCli.RunAsync("version", "--format", "{{.Server.APIVersion}}"));
var testcontainers = new Dictionary<string, string> { ["TESTCONTAINERS_RYUK_DISABLED"] = "true" };
if (api < new Version(1, 44)) testcontainers["DOCKER_API_VERSION"] = api.ToString();
TestSuite[] suites =
[
    new(
        "ContainerKit",
        "containerkit.session",
        new Dictionary<string, string>(),
        (pid, label) => label.Contains($"-{pid}-", StringComparison.Ordinal)),
    new("Testcontainers", "org.testcontainers.session-id", testcontainers, (_, _) => true),
];

Report.Line($"# The same suite with both libraries: {DateTimeOffset.UtcNow:yyyy-MM-dd HH:mm} UTC");
Report.Line($"\nDocker Engine {engine} (API {api}), {Environment.ProcessorCount} processors, .NET {Environment.Version},");
Report.Line("Testcontainers 4.16.0 without its reaper.");
var load = Load();
foreach (var part in parts)
{
    switch (part)
    {
        case "lines":
            LineCount.Measure(suites);
            break;
        case "requests":
            await RequestCount.MeasureAsync(suites);
            break;
        case "wall":
            await WallTime.MeasureAsync([.. suites, suites[0] with { Library = "ContainerKit.Snapshot" }], rounds);
            break;
        case "readiness":
            await Readiness.MeasureAsync(suites, rounds);
            break;
        case "kills":
            await KillScenario.MeasureAsync(suites, kills);
            break;
        case "commands":
            await InvalidCommandScenario.MeasureAsync(suites, rounds);
            break;
        default:
            throw new ArgumentException($"Unknown part '{part}'.");
    }
}

Report.Line($"\nLoad average before: {load}; after: {Load()}.");

// The load averages of 1, 5 and 15 minutes, because other processes affect all measured times.
static string Load() =>
    File.Exists("/proc/loadavg") ? string.Join(' ', File.ReadAllText("/proc/loadavg").Split(' ')[..3]) : "unknown";

int Number(string name, int defaultValue) =>
    options.TryGetValue(name, out var text) ? int.Parse(text, CultureInfo.InvariantCulture) : defaultValue;
