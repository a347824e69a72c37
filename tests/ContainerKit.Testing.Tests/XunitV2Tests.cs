using System.Xml.Linq;

namespace ContainerKit.Testing.Tests;

/// <summary>The package for xUnit v2, with xUnit v2 tests that run in a child process.</summary>
public sealed class XunitV2Tests
{
    private static readonly Dictionary<string, string?> _noEngine = new()
    {
        ["DOCKER_HOST"] = $"unix://{Path.Combine(Path.GetTempPath(), "no-engine-here.sock")}",
        ["CONTAINERKIT_ENGINE"] = null,
    };

    [DockerFact]
    public async Task Xunit_v2_output_of_a_failed_test_includes_the_container_log_of_its_duration()
    {
        var (_, output, _) = await DemoRun.RunAsync("DemoV2", ["LogTests"]);
        var tests = ParseReports(output);

        tests["LogTests.A_test_passes"].Should().StartWith("PASSED").And.EndWith("[]");
        tests["LogTests.A_test_fails"]
            .Should().StartWith("FAILED").And.Contain("out while the failing test ran")
            .And.NotContain("while the passing test ran").And.NotContain("before any test");
        tests["LogTests.A_test_with_its_own_container_fails"].Should().Contain("by the separate container");
        tests["LogTests.A_test_finds_no_files_and_leaves_one(row: 1)"]
            .Should().StartWith("PASSED", "the container is reset between tests");
        tests["LogTests.A_test_finds_no_files_and_leaves_one(row: 2)"].Should().StartWith("PASSED");
    }

    [DockerFact]
    public async Task Xunit_v2_tests_report_the_same_under_VSTest()
    {
        using var folder = new TemporaryFolder();

        var (code, output, errors) = await DemoRun.RunAsync("vstest", "DemoV2",
            ["--TestCaseFilter:FullyQualifiedName~LogTests|FullyQualifiedName~FailedStartTests",
                "--logger:trx;LogFileName=results.trx", $"--ResultsDirectory:{folder.Path}"]);

        code.Should().Be(1, output + errors);
        var tests = XDocument.Load(folder.At("results.trx")).Descendants()
            .Where(item => item.Name.LocalName == "UnitTestResult").ToList();
        ReportOf("LogTests.A_test_passes")
            .Should().Contain("outcome=\"Passed\"").And.NotContain("while the passing test ran");
        ReportOf("LogTests.A_test_fails")
            .Should().Contain("outcome=\"Failed\"").And.Contain("out while the failing test ran")
            .And.NotContain("before any test");
        ReportOf("LogTests.A_test_finds_no_files_and_leaves_one(row: 2)").Should().Contain("outcome=\"Passed\"");
        ReportOf("FailedStartTests.A_test_whose_fixture_failed_to_start_does_not_run")
            .Should().Contain("cannot read the configuration").And.Contain("Cleaned up: container");

        string ReportOf(string test) => tests
            .Should().ContainSingle(item => ((string)item.Attribute("testName")!)
            .EndsWith("." + test, StringComparison.Ordinal)).Which.ToString();
    }

    [DockerFact]
    public async Task Xunit_v2_fixtures_start_container_groups_and_report_a_failed_start_in_full()
    {
        var group = ParseReports((await DemoRun.RunAsync("DemoV2", ["ContainerGroupTests"])).Output);
        var failed = ParseReports((await DemoRun.RunAsync("DemoV2", ["FailedStartTests"])).Output);

        group.Values.Should().HaveCount(2).And.AllSatisfy(test => test.Should().StartWith("PASSED"));
        failed["FailedStartTests.A_test_whose_fixture_failed_to_start_does_not_run"]
            .Should().StartWith("FAILED").And.Contain("cannot read the configuration")
            .And.Contain("Cleaned up: container");
    }

    [DockerFact]
    public async Task Xunit_v2_fixtures_work_with_the_default_test_framework()
    {
        var group = ParseReports((await DemoRun.RunAsync("DemoV2", ["ContainerGroupTests", "plain"])).Output);

        group.Values.Should().HaveCount(2).And.AllSatisfy(test => test.Should().StartWith("PASSED"));
    }

    [Fact]
    public async Task Xunit_v2_tests_without_an_engine_are_skipped_and_fail_if_it_is_required()
    {
        var absent = ParseReports((await DemoRun.RunAsync("DemoV2", ["ContainerGroupTests"], _noEngine)).Output);
        var required = ParseReports(
            (await DemoRun.RunAsync("DemoV2", ["ContainerGroupTests"],
            new Dictionary<string, string?>(_noEngine) { ["CONTAINERKIT_ENGINE"] = "required" })).Output);
        var plain = ParseReports((await DemoRun.RunAsync("DemoV2", ["ContainerGroupTests", "plain"], _noEngine)).Output);

        absent.Values
            .Should().HaveCount(2)
            .And.AllSatisfy(test => test.Should().StartWith("SKIPPED").And.Contain("no-engine-here.sock"));
        required.Values
            .Should().HaveCount(2)
            .And.AllSatisfy(test => test.Should().StartWith("FAILED").And.Contain("no-engine-here.sock"));
        plain["ContainerGroupTests.A_plain_fact_uses_the_container_group"]
            .Should().StartWith("FAILED").And.Contain("no-engine-here.sock");
    }

    [DockerFact]
    public async Task Xunit_v2_tests_whose_fixtures_specify_an_engine_need_no_default_engine()
    {
        var engine = (await DockerEngine.Default.ConnectAsync(TestContext.Current.CancellationToken)).Endpoint;

        var present = ParseReports(
            (await DemoRun.RunAsync("DemoV2", ["OtherEngineTests"],
            new Dictionary<string, string?>(_noEngine) { ["DEMO_ENGINE"] = engine })).Output);
        var absent = ParseReports(
            (await DemoRun.RunAsync("DemoV2", ["OtherEngineTests"],
            new Dictionary<string, string?>
            {
                ["CONTAINERKIT_ENGINE"] = null,
                ["DEMO_ENGINE"] = _noEngine["DOCKER_HOST"]
            })).Output);

        present["OtherEngineTests.A_fixture_on_another_engine_starts_its_container"].Should().StartWith("PASSED");
        absent["OtherEngineTests.A_fixture_on_another_engine_starts_its_container"]
            .Should().StartWith("SKIPPED").And.Contain("no-engine-here.sock");
    }

    [Theory]
    [InlineData("NoFixtureTests", null)]
    [InlineData("SeededFixtureTests", null)]
    [InlineData("ContainerGroupTests", "1")]
    public async Task Xunit_v2_tests_without_an_engine_are_skipped_regardless_of_their_fixture(string testClass, string? keep)
    {
        var tests = ParseReports(
            (await DemoRun.RunAsync("DemoV2", [testClass],
            new Dictionary<string, string?>(_noEngine) { ["CONTAINERKIT_KEEP"] = keep })).Output);

        tests.Values.Should().NotBeEmpty()
            .And.AllSatisfy(test => test.Should().StartWith("SKIPPED").And.Contain("no-engine-here.sock"));
    }

    [DockerFact]
    public async Task Xunit_v2_reports_the_failed_resets_of_each_fixture_after_each_test()
    {
        var (_, output, _) = await DemoRun.RunAsync("DemoV2", ["FailingResetTests"]);

        foreach (var row in (int[])[1, 2])
        {
            output.Should().Contain(
                $"PASSED ContainerKit.Testing.DemoV2.FailingResetTests.A_test_passes_and_both_resets_fail(row: {row})");
            ParseReports(output)[$"FailingResetTests.A_test_passes_and_both_resets_fail(row: {row})"]
                .Should().StartWith("CLEANUP")
                .And.ContainAll("Could not reset TableFixture", "the table is locked", "Could not reset CacheFixture",
                "the cache does not respond");
        }
    }

    /// <summary>Returns the report of each test by the test's name.</summary>
    private static Dictionary<string, string> ParseReports(string output)
    {
        var tests = new Dictionary<string, string>();
        string? name = null;
        foreach (var line in output.Split('\n'))
        {
            if (line.Split(' ', 3) is ["PASSED" or "FAILED" or "SKIPPED" or "CLEANUP", ..])
            {
                var rest = line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..]
                    .Replace("ContainerKit.Testing.DemoV2.", "", StringComparison.Ordinal);
                var end = rest.IndexOf(')', StringComparison.Ordinal) is var bracket and > 0
                    && rest.IndexOf("(row", StringComparison.Ordinal) is var row and > 0 && row < bracket ? bracket + 1
                    : rest.AsSpan().IndexOfAny(' ', ':');
                name = rest[..end];
                tests[name] = line;
            }
            else if (name is not null && line.Length > 0)
            {
                tests[name] += "\n" + line;
            }
        }

        return tests;
    }
}
