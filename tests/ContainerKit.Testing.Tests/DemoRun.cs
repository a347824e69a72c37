using System.Diagnostics;
using System.Reflection;
using System.Xml.Linq;

namespace ContainerKit.Testing.Tests;

/// <summary>Runs a test class of a demo project in a child process, and reads its results.</summary>
internal sealed class DemoRun
{
    private readonly XDocument _results;

    private DemoRun(XDocument results, int exitCode, string errors)
    {
        _results = results;
        ExitCode = exitCode;
        Errors = errors;
    }

    public int ExitCode { get; }

    /// <summary>The standard error output of the process.</summary>
    public string Errors { get; }

    public static async Task<DemoRun> RunAsync(string testClass, IReadOnlyDictionary<string, string?>? environment = null)
    {
        var file = Path.GetTempFileName();
        try
        {
            var (code, _, errors) = await RunAsync("Demo",
                ["-class", "ContainerKit.Testing.Demo." + testClass, "-result-xml", file], environment);
            return new DemoRun(
                XDocument.Parse(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken)), code,
                errors);
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>Runs a demo assembly.</summary>
    public static Task<(int Code, string Output, string Errors)> RunAsync(string assembly, string[] arguments,
        IReadOnlyDictionary<string, string?>? environment = null) =>
        RunAsync([], assembly, arguments, environment);

    /// <summary>Runs a demo assembly with a runner of the dotnet CLI.</summary>
    public static Task<(int Code, string Output, string Errors)> RunAsync(string runner, string assembly,
        string[] arguments) =>
        RunAsync([runner], assembly, arguments, environment: null);

    private static async Task<(int Code, string Output, string Errors)> RunAsync(string[] runner, string assembly,
        string[] arguments, IReadOnlyDictionary<string, string?>? environment)
    {
        var path = typeof(DemoRun).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(data => data.Key == assembly).Value!;
        var start = new ProcessStartInfo("dotnet", [.. runner, path, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string?>()) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, output, await errors);
    }

    /// <summary>Returns the result of a test: Pass, Fail or Skip.</summary>
    public string Result(string test) => (string)Test(test).Attribute("result")!;

    /// <summary>Returns everything that the runner reported for a test: error, output and attachments.</summary>
    public string Report(string test) => Test(test).ToString();

    public string Output(string test) => (string?)Test(test).Element("output") ?? "";

    public string Failure(string test) => (string?)Test(test).Element("failure")?.Element("message") ?? "";

    public string Reason(string test) => (string?)Test(test).Element("reason") ?? "";

    public IReadOnlyDictionary<string, string> Attachments(string test) =>
        Test(test).Descendants("attachment").ToDictionary(item => (string)item.Attribute("name")!, item => item.Value);

    public override string ToString() => _results.ToString();

    private XElement Test(string name) =>
        _results.Descendants("test")
            .SingleOrDefault(test => ((string)test.Attribute("name")!).EndsWith("." + name, StringComparison.Ordinal))
        ?? throw new InvalidOperationException($"No test '{name}' in {_results}\n{Errors}");
}
