using System.Text.RegularExpressions;

namespace ContainerKit.Engine.Tests.Samples;

/// <summary>
/// Runs the queries in samples/linqpad. LINQPad is not available on every platform, so each query is converted to a single-file program
/// with the imports of LINQPad and stubs of its API, compiled against the packed package, and run on the engine.
/// </summary>
[Trait("Shard", "samples")]
public sealed class LinqPadTests(PackedPackage package) : EngineTest, IClassFixture<PackedPackage>
{
    [Theory(Timeout = 240_000)]
    [InlineData("1-Hello-world", "Hello from Docker!")]
    [InlineData("2-Pull-run-exec-commit", "[steps of the plan]", "- pull debian:bookworm-slim", "- commit linqpad-my:0.1",
        "Reference:\n  linqpad-my:0.1", "ExitCode:\n  0", "Stdout:\n  hello from LINQPad")]
    [InlineData("3-One-command-many-images", "debian:bookworm-slim", "busybox", "nginx:1.22")]
    [InlineData("4-Live-logs-and-stats", "State:\n  Running", "live: ", "line 10", "State:\n  Exited (137)")]
    [InlineData("5-Database", "State:\n  Running", ":5432", "Word:\n-   two")]
    public async Task LINQPad_query_compiles_and_runs(string name, params string[] expected)
    {
        var query = LinqPadQuery.Parse(await File.ReadAllTextAsync(RepositoryPaths.GetPath("samples", "linqpad", name + ".linq"), Token));
        query.Kind.Should().BeOneOf("Expression", "Statements");
        query.Packages[0].Should().StartWith("ContainerKit");
        query.Namespaces.Should().StartWith("ContainerKit");

        var output = await package.RunAsync(name, query.ToProgram(VersionOf));

        foreach (var text in expected) output.Should().Contain(text);
        // The name of the default network differs between engines.
        if (expected[0].Contains("Running")) output.Should().MatchRegex(@"[a-z]: \d+\.\d+\.\d+\.\d+");
    }

    [Fact]
    public void Every_LINQPad_query_has_a_test_case() =>
        Directory.GetFiles(RepositoryPaths.GetPath("samples", "linqpad"), "*.linq").Should().HaveCount(5);

    // Returns the version that the build has restored.
    private string VersionOf(string name) => name is "ContainerKit" or "ContainerKit.Services"
        ? package.Version
        : Regex.Match(File.ReadAllText(RepositoryPaths.GetPath("Directory.Packages.props")),
            $"Include=\"{Regex.Escape(name)}\" Version=\"([^\"]+)\"").Groups[1].Value;
}
