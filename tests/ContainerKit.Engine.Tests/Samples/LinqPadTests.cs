using System.Text.RegularExpressions;

namespace ContainerKit.Engine.Tests.Samples;

/// <summary>
/// The queries in samples/linqpad. LINQPad does not run everywhere, so each is taken apart, compiled with what it names and with what LINQPad
/// imports, against the packed package, and run on the engine with a stand-in for LINQPad's own words.
/// </summary>
public sealed class LinqPadTests(PackedPackage package) : EngineTest, IClassFixture<PackedPackage>
{
    [Theory(Timeout = 240_000)]
    [InlineData("1-Hello-world", "Hello from Docker!")]
    [InlineData("2-Pull-run-exec-commit", "[steps of the plan]", "- pull debian:bookworm-slim", "- commit linqpad-my:0.1", "Reference:\n  linqpad-my:0.1", "ExitCode:\n  0", "Stdout:\n  hello from LINQPad")]
    [InlineData("3-One-command-many-images", "debian:bookworm-slim", "busybox", "nginx:1.22")]
    [InlineData("4-Live-logs-and-stats", "State:\n  Running", "bridge: ", "live: ", "line 10", "State:\n  Exited (137)")]
    [InlineData("5-Database", "State:\n  Running", ":5432", "Word:\n-   two")]
    public async Task A_query_compiles_and_runs_as_in_LINQPad(string name, params string[] says)
    {
        var query = LinqPadQuery.Parse(await File.ReadAllTextAsync(Repository.PathOf("samples", "linqpad", name + ".linq"), Token));
        query.Kind.Should().BeOneOf("Expression", "Statements");
        query.Packages.Should().StartWith("ContainerKit");
        query.Namespaces.Should().StartWith("ContainerKit");

        var output = await package.RunAsync(name, query.ToProgram(VersionOf));

        foreach (var word in says) output.Should().Contain(word);
    }

    [Fact]
    public void Each_query_is_run_here() => Directory.GetFiles(Repository.PathOf("samples", "linqpad"), "*.linq").Should().HaveCount(5);

    // What the build has restored.
    private string VersionOf(string name) => name == "ContainerKit"
        ? package.Version
        : Regex.Match(File.ReadAllText(Repository.PathOf("Directory.Packages.props")), $"Include=\"{Regex.Escape(name)}\" Version=\"([^\"]+)\"").Groups[1].Value;
}
