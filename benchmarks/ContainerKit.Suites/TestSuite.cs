using System.Diagnostics;
using System.Reflection;

namespace ContainerKit.Suites;

/// <summary>One of the test projects, which runs as a separate process like for its users.</summary>
/// <param name="Library">The name of the library and of the folder.</param>
/// <param name="Label">The label that the library sets on its containers.</param>
/// <param name="Environment">The environment variables that the library needs.</param>
/// <param name="BelongsTo">
/// Returns true if a container with this label value belongs to the process with this PID, or if the label does not identify a process.
/// </param>
internal sealed record TestSuite(
    string Library, string Label, IReadOnlyDictionary<string, string> Environment, Func<int, string, bool> BelongsTo)
{
    /// <summary>The namespace of the 20 classes with one database each.</summary>
    public const string Databases = "Suite.Databases";

    private static readonly TimeSpan _timeout = TimeSpan.FromMinutes(5);

    public string Folder => Path.Combine(Metadata("Suites"), Library);

    private string Assembly => Path.Combine(Folder, Metadata("Output"), Library + ".Suite.dll");

    /// <summary>Runs tests. The process is killed after five minutes.</summary>
    /// <param name="filter">The filter arguments of the xUnit runner.</param>
    /// <param name="endpoint">The endpoint of the engine; null for the engine of the Docker CLI.</param>
    public async Task<SuiteRun> RunAsync(string[] filter, string? endpoint = null)
    {
        var results = Path.GetTempFileName();
        try
        {
            var start = Stopwatch.GetTimestamp();
            using var process = Start([.. filter, "-result-xml", results], endpoint);
            var errors = process.StandardError.ReadToEndAsync();
            var output = ReadAsync(process.StandardOutput, start);
            using var timeout = new CancellationTokenSource(_timeout);
            try
            {
                await process.WaitForExitAsync(timeout.Token);
            }
            catch (OperationCanceledException)
            {
                process.Kill();
                await process.WaitForExitAsync(CancellationToken.None);
            }

            var elapsed = Stopwatch.GetElapsedTime(start);
            var (text, firstFailure) = await output;
            var tests = SuiteRun.ReadTests(results);
            return new SuiteRun(process.Id, elapsed, firstFailure, text + await errors, tests)
            {
                TimedOut = timeout.IsCancellationRequested,
            };
        }
        finally
        {
            File.Delete(results);
        }
    }

    /// <summary>Starts tests without waiting for their exit. The caller reads the redirected output.</summary>
    public Process Start(string[] arguments, string? endpoint = null)
    {
        var info = new ProcessStartInfo("dotnet", [Assembly, "-noColor", "-noLogo", .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // Containers that are kept on purpose would be counted as leftovers.
        info.Environment.Remove("CONTAINERKIT_KEEP");
        foreach (var (name, value) in Environment) info.Environment[name] = value;
        if (endpoint is not null) info.Environment["DOCKER_HOST"] = endpoint;
        return Process.Start(info)!;
    }

    public override string ToString() => Library;

    private static async Task<(string Text, TimeSpan? FirstFailure)> ReadAsync(StreamReader output, long start)
    {
        var text = new StringWriter();
        TimeSpan? firstFailure = null;
        while (await output.ReadLineAsync() is { } line)
        {
            if (line.EndsWith("[FAIL]", StringComparison.Ordinal)) firstFailure ??= Stopwatch.GetElapsedTime(start);
            text.WriteLine(line);
        }

        return (text.ToString(), firstFailure);
    }

    private static string Metadata(string key) =>
        typeof(TestSuite).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == key).Value!;
}
