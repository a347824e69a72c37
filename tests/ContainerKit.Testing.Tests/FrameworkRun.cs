using System.Diagnostics;
using System.Reflection;
using System.Xml.Linq;

namespace ContainerKit.Testing.Tests;

/// <summary>Runs the demo of a test framework in a child process, and reads its results.</summary>
internal sealed class FrameworkRun
{
    private readonly IReadOnlyList<XElement> _tests;
    private readonly string _output;

    private FrameworkRun(IReadOnlyList<XElement> tests, IReadOnlyList<string> ids, string output)
    {
        _tests = tests;
        Ids = ids;
        _output = output;
    }

    /// <summary>The ids of the containers that the fixtures started.</summary>
    public IReadOnlyList<string> Ids { get; }

    /// <summary>Runs all tests of the demo.</summary>
    public static async Task<FrameworkRun> RunAsync(string framework, IReadOnlyDictionary<string, string?>? environment = null)
    {
        using var folder = new TemporaryFolder();
        using var process = Start(
            framework,
            ["--report-trx", "--report-trx-filename", "results.trx", "--results-directory", folder.Path],
            folder,
            environment ?? new Dictionary<string, string?>());
        try
        {
            var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            output += await errors;
            var file = Directory.GetFiles(folder.Path, "results.trx", SearchOption.AllDirectories).SingleOrDefault()
                ?? throw new InvalidOperationException($"{framework} wrote no results:\n{output}");
            var results = XDocument.Parse(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
            return new FrameworkRun(
                [.. results.Descendants().Where(item => item.Name.LocalName == "UnitTestResult")], ReadLines(folder.At("ids")), output);
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }

    /// <summary>Starts the demo, kills it while a test runs, and returns the containers that it had started.</summary>
    public static async Task<IReadOnlyList<string>> KillAsync(string framework, CancellationToken cancellationToken)
    {
        using var folder = new TemporaryFolder();
        // Without a report in TRX: for that, the tests would run in a second process, which the kill does not reach.
        string[] filter = framework == "TUnit"
            ? ["--treenode-filter", "/*/*/HangingTests/*"]
            : ["--filter", "FullyQualifiedName~HangingTests"];
        using var process = Start(framework, filter, folder, new Dictionary<string, string?> { ["DEMO_HANG"] = folder.At("hang") });
        // The pipes must not fill up.
        var output = Task.WhenAll(
            process.StandardOutput.ReadToEndAsync(CancellationToken.None), process.StandardError.ReadToEndAsync(CancellationToken.None));
        try
        {
            while (!File.Exists(folder.At("hang")))
            {
                if (process.HasExited) throw new InvalidOperationException($"{framework} exited: {string.Join('\n', await output)}");
                await Task.Delay(100, cancellationToken);
            }
        }
        finally
        {
            process.Kill();
        }

        await process.WaitForExitAsync(cancellationToken);
        return ReadLines(folder.At("ids"));
    }

    /// <summary>Returns the outcomes of a test, one per row: Passed, Failed or NotExecuted.</summary>
    public IReadOnlyList<string> Outcomes(string test) => [.. Find(test).Select(result => (string)result.Attribute("outcome")!)];

    /// <summary>Returns everything that the runner reported for a test: error, output and attachments.</summary>
    public string Report(string test) => string.Join('\n', Find(test));

    public int Count(string outcome) => _tests.Count(test => (string)test.Attribute("outcome")! == outcome);

    public override string ToString() => string.Join('\n', _tests) + "\n" + _output;

    private static Process Start(
        string framework, string[] arguments, TemporaryFolder folder, IReadOnlyDictionary<string, string?> environment)
    {
        var path = typeof(FrameworkRun).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(data => data.Key == "Demo" + framework).Value!;
        var start = new ProcessStartInfo("dotnet", [path, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["DEMO_IDS"] = folder.At("ids");
        foreach (var (name, value) in environment) start.Environment[name] = value;
        return Process.Start(start)!;
    }

    private static string[] ReadLines(string file) => File.Exists(file) ? File.ReadAllLines(file) : [];

    private List<XElement> Find(string test)
    {
        var found = _tests.Where(result => ((string)result.Attribute("testName")!).Contains(test, StringComparison.Ordinal)).ToList();
        return found.Count > 0 ? found : throw new InvalidOperationException($"No test '{test}' in {this}");
    }
}
