using System.Diagnostics;
using System.Reflection;

namespace ContainerKit.Suites;

/// <summary>One of the test projects, run as its users run it: a process of its own.</summary>
/// <param name="Library">The library's name, which is also that of the folder.</param>
/// <param name="Label">What the library puts on its containers.</param>
/// <param name="Environment">What the library needs to be told here.</param>
/// <param name="IsOf">Whether a container with this value of the label is of the process with this pid; where the label does not tell, it is.</param>
internal sealed record TestSuite(string Library, string Label, IReadOnlyDictionary<string, string> Environment, Func<int, string, bool> IsOf)
{
    /// <summary>The 20 classes with a database each.</summary>
    public const string Databases = "Suite.Databases";

    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(5);

    public string Folder => Path.Combine(Metadata("Suites"), Library);

    private string Assembly => Path.Combine(Folder, Metadata("Output"), Library + ".Suite.dll");

    /// <summary>Starts tests and waits for their end, for five minutes at most.</summary>
    /// <param name="filter">Which tests, in the words of xUnit's runner.</param>
    /// <param name="endpoint">Where the engine is; null for where the docker command finds it.</param>
    public async Task<SuiteRun> RunAsync(string[] filter, string? endpoint = null)
    {
        var results = Path.GetTempFileName();
        try
        {
            var begun = Stopwatch.GetTimestamp();
            using var process = Start([.. filter, "-result-xml", results], endpoint);
            var errors = process.StandardError.ReadToEndAsync();
            var output = ReadAsync(process.StandardOutput, begun);
            using var bound = new CancellationTokenSource(_patience);
            try
            {
                await process.WaitForExitAsync(bound.Token);
            }
            catch (OperationCanceledException)
            {
                process.Kill();
                await process.WaitForExitAsync(CancellationToken.None);
            }

            var wall = Stopwatch.GetElapsedTime(begun);
            var (text, failed) = await output;
            return new SuiteRun(process.Id, wall, failed, text + await errors, SuiteRun.ReadTests(results)) { GaveUp = bound.IsCancellationRequested };
        }
        finally
        {
            File.Delete(results);
        }
    }

    /// <summary>Starts tests. Nobody has to read what they write.</summary>
    public Process Start(string[] arguments, string? endpoint = null)
    {
        var start = new ProcessStartInfo("dotnet", [Assembly, "-noColor", "-noLogo", .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        // Kept containers are no leftovers, but they would look like some.
        start.Environment.Remove("CONTAINERKIT_KEEP");
        foreach (var (name, value) in Environment) start.Environment[name] = value;
        if (endpoint is not null) start.Environment["DOCKER_HOST"] = endpoint;
        return Process.Start(start)!;
    }

    public override string ToString() => Library;

    private static async Task<(string Text, TimeSpan? Failed)> ReadAsync(StreamReader output, long begun)
    {
        var text = new StringWriter();
        TimeSpan? failed = null;
        while (await output.ReadLineAsync() is { } line)
        {
            if (line.EndsWith("[FAIL]", StringComparison.Ordinal)) failed ??= Stopwatch.GetElapsedTime(begun);
            text.WriteLine(line);
        }

        return (text.ToString(), failed);
    }

    private static string Metadata(string key) => typeof(TestSuite).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == key).Value!;
}
