using System.Xml.Linq;

namespace ContainerKit.Testing.Tests;

/// <summary>The package for xUnit v2, with tests of that line in a process of their own.</summary>
public sealed class XunitV2Tests
{
    private static readonly Dictionary<string, string?> _nowhere = new()
    {
        ["DOCKER_HOST"] = $"unix://{Path.Combine(Path.GetTempPath(), "no-engine-here.sock")}",
        ["CONTAINERKIT_ENGINE"] = null,
    };

    [DockerFact]
    public async Task In_v2_the_output_of_a_failed_test_and_of_no_other_tells_what_its_containers_wrote_meanwhile()
    {
        var (_, output, _) = await Demo.RunAsync("DemoV2", ["LogTests"]);
        var tests = Paragraphs(output);

        tests["LogTests.Passes"].Should().StartWith("PASSED").And.EndWith("[]");
        tests["LogTests.Fails"].Should().StartWith("FAILED").And.Contain("out while Fails ran").And.NotContain("while Passes ran").And.NotContain("before any test");
        tests["LogTests.Fails_with_a_container_of_its_own"].Should().Contain("by the container of its own");
        tests["LogTests.Finds_nothing_and_leaves_something(row: 1)"].Should().StartWith("PASSED", "the container is reset between tests");
        tests["LogTests.Finds_nothing_and_leaves_something(row: 2)"].Should().StartWith("PASSED");
    }

    [DockerFact]
    public async Task In_v2_under_VSTest_tests_tell_the_same()
    {
        using var folder = new TemporaryFolder();

        var (code, output, errors) = await Demo.RunAsync("vstest", "DemoV2",
            ["--TestCaseFilter:FullyQualifiedName~LogTests|FullyQualifiedName~BrokenTests", "--logger:trx;LogFileName=results.trx", $"--ResultsDirectory:{folder.Path}"]);

        code.Should().Be(1, output + errors);
        var tests = XDocument.Load(folder.At("results.trx")).Descendants().Where(item => item.Name.LocalName == "UnitTestResult").ToList();
        Of("LogTests.Passes").Should().Contain("outcome=\"Passed\"").And.NotContain("while Passes ran");
        Of("LogTests.Fails").Should().Contain("outcome=\"Failed\"").And.Contain("out while Fails ran").And.NotContain("before any test");
        Of("LogTests.Finds_nothing_and_leaves_something(row: 2)").Should().Contain("outcome=\"Passed\"");
        Of("BrokenTests.Needs_it").Should().Contain("cannot read the configuration").And.Contain("Cleaned up: container");

        string Of(string test) => tests.Should().ContainSingle(item => ((string)item.Attribute("testName")!).EndsWith("." + test, StringComparison.Ordinal)).Which.ToString();
    }

    [DockerFact]
    public async Task In_v2_fixtures_start_several_containers_and_a_failed_start_is_told_whole()
    {
        var pair = Paragraphs((await Demo.RunAsync("DemoV2", ["PairTests"])).Output);
        var broken = Paragraphs((await Demo.RunAsync("DemoV2", ["BrokenTests"])).Output);

        pair.Values.Should().HaveCount(2).And.AllSatisfy(test => test.Should().StartWith("PASSED"));
        broken["BrokenTests.Needs_it"].Should().StartWith("FAILED").And.Contain("cannot read the configuration").And.Contain("Cleaned up: container");
    }

    [DockerFact]
    public async Task In_v2_fixtures_need_no_more_than_the_package()
    {
        var pair = Paragraphs((await Demo.RunAsync("DemoV2", ["PairTests", "plain"])).Output);

        pair.Values.Should().HaveCount(2).And.AllSatisfy(test => test.Should().StartWith("PASSED"));
    }

    [Fact]
    public async Task In_v2_tests_skip_without_an_engine_and_fail_where_one_was_promised()
    {
        var absent = Paragraphs((await Demo.RunAsync("DemoV2", ["PairTests"], _nowhere)).Output);
        var promised = Paragraphs((await Demo.RunAsync("DemoV2", ["PairTests"], new Dictionary<string, string?>(_nowhere) { ["CONTAINERKIT_ENGINE"] = "required" })).Output);
        var plain = Paragraphs((await Demo.RunAsync("DemoV2", ["PairTests", "plain"], _nowhere)).Output);

        absent.Values.Should().HaveCount(2).And.AllSatisfy(test => test.Should().StartWith("SKIPPED").And.Contain("no-engine-here.sock"));
        promised.Values.Should().HaveCount(2).And.AllSatisfy(test => test.Should().StartWith("FAILED").And.Contain("no-engine-here.sock"));
        plain["PairTests.A_plain_fact_uses_it_too"].Should().StartWith("FAILED").And.Contain("no-engine-here.sock");
    }

    [DockerFact]
    public async Task In_v2_tests_whose_fixtures_name_an_engine_need_no_other_one()
    {
        var engine = (await DockerEngine.Default.ConnectAsync(TestContext.Current.CancellationToken)).Endpoint;

        var there = Paragraphs((await Demo.RunAsync("DemoV2", ["ElsewhereTests"], new Dictionary<string, string?>(_nowhere) { ["DEMO_ENGINE"] = engine })).Output);
        var absent = Paragraphs((await Demo.RunAsync("DemoV2", ["ElsewhereTests"], new Dictionary<string, string?> { ["CONTAINERKIT_ENGINE"] = null, ["DEMO_ENGINE"] = _nowhere["DOCKER_HOST"] })).Output);

        there["ElsewhereTests.Uses_it"].Should().StartWith("PASSED");
        absent["ElsewhereTests.Uses_it"].Should().StartWith("SKIPPED").And.Contain("no-engine-here.sock");
    }

    [Theory]
    [InlineData("LoneTests", null)]
    [InlineData("SeededTests", null)]
    [InlineData("PairTests", "1")]
    public async Task In_v2_without_an_engine_a_test_skips_too_that_has_no_fixture_or_one_that_wants_more_or_is_to_be_kept(string testClass, string? keep)
    {
        var tests = Paragraphs((await Demo.RunAsync("DemoV2", [testClass], new Dictionary<string, string?>(_nowhere) { ["CONTAINERKIT_KEEP"] = keep })).Output);

        tests.Values.Should().NotBeEmpty().And.AllSatisfy(test => test.Should().StartWith("SKIPPED").And.Contain("no-engine-here.sock"));
    }

    [DockerFact]
    public async Task In_v2_resets_that_fail_are_told_of_each_fixture_after_each_test()
    {
        var (_, output, _) = await Demo.RunAsync("DemoV2", ["FailingResetTests"]);

        foreach (var row in (int[])[1, 2])
        {
            output.Should().Contain($"PASSED ContainerKit.Testing.DemoV2.FailingResetTests.Passes(row: {row})");
            Paragraphs(output)[$"FailingResetTests.Passes(row: {row})"].Should().StartWith("CLEANUP")
                .And.ContainAll("Could not reset Table", "the table is locked", "Could not reset Cache", "the cache is silent");
        }
    }

    /// <summary>What was said of each test, by the test's name.</summary>
    private static Dictionary<string, string> Paragraphs(string output)
    {
        var tests = new Dictionary<string, string>();
        string? name = null;
        foreach (var line in output.Split('\n'))
        {
            if (line.Split(' ', 3) is ["PASSED" or "FAILED" or "SKIPPED" or "CLEANUP", ..])
            {
                var rest = line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..].Replace("ContainerKit.Testing.DemoV2.", "", StringComparison.Ordinal);
                var end = rest.IndexOf(')', StringComparison.Ordinal) is var bracket and > 0 && rest.IndexOf("(row", StringComparison.Ordinal) is var row and > 0 && row < bracket ? bracket + 1 : rest.AsSpan().IndexOfAny(' ', ':');
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
