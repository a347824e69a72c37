using System.Globalization;
using ContainerKit.Suites;

// Measures the same test suite on both libraries, in turns, and prints a report. Usage:
//   dotnet run -c Release -- [rounds=3] [kills=20] [parts=lines,requests,wall,readiness,kills,commands]
var options = args.Select(arg => arg.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair.Length == 2 ? pair[1] : throw new ArgumentException($"'{pair[0]}' is not of the form name=value."));
var rounds = Number("rounds", 3);
var kills = Number("kills", 20);
var parts = options.GetValueOrDefault("parts", "lines,requests,wall,readiness,kills,commands").Split(',');
if (options.Keys.Except(["rounds", "kills", "parts"]).FirstOrDefault() is { } unknown) throw new ArgumentException($"There is no option '{unknown}'.");

var engine = await DockerCli.AskAsync("version", "--format", "{{.Server.Version}}");
// Testcontainers asks for API 1.44 unless told otherwise, and takes an older engine for one that does not run. A newer one it is not told about.
var api = Version.Parse(await DockerCli.AskAsync("version", "--format", "{{.Server.APIVersion}}"));
var testcontainers = new Dictionary<string, string> { ["TESTCONTAINERS_RYUK_DISABLED"] = "true" };
if (api < new Version(1, 44)) testcontainers["DOCKER_API_VERSION"] = api.ToString();
TestSuite[] suites =
[
    new("ContainerKit", "containerkit.session", new Dictionary<string, string>(), (pid, label) => label.Contains($"-{pid}-", StringComparison.Ordinal)),
    new("Testcontainers", "org.testcontainers.session-id", testcontainers, (_, _) => true),
];

Report.Line($"# The same suite on both: {DateTimeOffset.UtcNow:yyyy-MM-dd HH:mm} UTC");
Report.Line(string.Create(CultureInfo.InvariantCulture, $"\nDocker Engine {engine} (API {api}), {Environment.ProcessorCount} processors, .NET {Environment.Version}, Testcontainers 4.16.0 without its reaper."));
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
            throw new ArgumentException($"There is no part '{part}'.");
    }
}

Report.Line($"\nLoad of the machine before: {load}; after: {Load()}.");

// One minute, five, fifteen. What else runs is part of every time above.
static string Load() => File.Exists("/proc/loadavg") ? string.Join(' ', File.ReadAllText("/proc/loadavg").Split(' ')[..3]) : "unknown";

int Number(string name, int otherwise) => options.TryGetValue(name, out var text) ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
