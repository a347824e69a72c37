namespace ContainerKit.Testing.Tests;

/// <summary>The packages for NUnit, MSTest and TUnit, with demos that run in child processes.</summary>
public sealed class FrameworkTests
{
    private const string FailedStart = "A_test_whose_fixture_failed_to_start_does_not_run";

    private const string Unseeded = "A_test_whose_fixture_is_not_seeded_does_not_run";

    private const string UnknownFixture = "A_test_with_an_unknown_fixture_fails";

    private const string Nested = "A_test_with_a_nested_fixture_fails";

    private static readonly string[] _failing =
        ["A_test_fails", "A_test_with_its_own_container_fails", "A_test_times_out", FailedStart, Unseeded];

    private static readonly string[] _passing =
    [
        "A_test_passes", "A_test_uses_the_container_of_the_assembly", "A_first_test_runs_beside_the_second",
        "A_second_test_runs_beside_the_first", "A_test_uses_both_containers", "A_test_hangs_if_requested",
        "A_retried_test_passes",
    ];

    public static TheoryData<string> Frameworks => ["NUnit", "MSTest", "TUnit"];

    [DockerTheory]
    [MemberData(nameof(Frameworks))]
    public async Task Framework_reports_logs_resets_fixtures_and_removes_containers(string framework)
    {
        var run = await FrameworkRun.RunAsync(framework);
        // Only TUnit passes fixtures to the objects that it passes to tests. NUnit reports the scope of each setup.
        string[] failing = framework switch
        {
            "TUnit" => [.. _failing, UnknownFixture, Nested],
            "MSTest" => [.. _failing, UnknownFixture],
            _ => _failing,
        };
        var hasUnknownFixture = failing.Contains(UnknownFixture);

        foreach (var test in _passing) run.Outcomes(test).Should().Equal(["Passed"], "{0} of {1}", test, run);
        run.Outcomes("A_test_finds_no_file").Should().Equal(["Passed", "Passed"], "the fixture is reset between tests: {0}", run);
        foreach (var test in failing) run.Outcomes(test).Should().Equal(["Failed"], "{0} of {1}", test, run);
        (run.Count("Passed"), run.Count("Failed")).Should().Be((_passing.Length + (hasUnknownFixture ? 4 : 2), failing.Length));

        run.Report("A_test_fails").Should().Contain("out while the failing test ran")
            .And.NotContain("while the passing test ran").And.NotContain("before any test");
        run.Report("A_test_fails").Should().MatchRegex(@"path=""[^""]*\.log""|href=""[^""]*\.log""", "the log is attached");
        run.Report("A_test_passes").Should().NotContain("while the passing test ran");
        run.Report("A_test_with_its_own_container_fails").Should().Contain("by the separate container");
        if (framework == "TUnit") run.Report(Nested).Should().Contain("by the nested container");
        run.Report("A_test_times_out").Should().Contain("before the timeout");
        run.Report(Unseeded).Should().Contain("the migration failed").And.Contain("relation is missing");
        if (hasUnknownFixture)
        {
            run.Outcomes("A_fixture_that_the_framework_does_not_know_is_reset").Should().Equal(["Passed", "Passed"], "{0}", run);
            run.Report(UnknownFixture).Should().Contain("by the unknown fixture");
        }

        run.Report(FailedStart).Should().Contain("cannot read the configuration").And.Contain("Cleaned up: container");

        run.Ids.Should().HaveCountGreaterThanOrEqualTo(21)
            .And.NotContain(line => line.StartsWith("the test ran", StringComparison.Ordinal));
        foreach (var id in run.Ids) (await DockerCli.ExistsAsync(id)).Should().BeFalse();
    }

    [Theory]
    [MemberData(nameof(Frameworks))]
    public async Task Framework_skips_tests_without_an_engine_and_fails_them_if_it_is_required(string framework)
    {
        var absent = new Dictionary<string, string?>
        {
            ["DOCKER_HOST"] = $"unix://{Path.Combine(Path.GetTempPath(), "no-engine-here.sock")}",
            ["CONTAINERKIT_ENGINE"] = null,
        };

        var runs = await Task.WhenAll(
            FrameworkRun.RunAsync(framework, absent),
            FrameworkRun.RunAsync(framework, new Dictionary<string, string?>(absent) { ["CONTAINERKIT_ENGINE"] = "required" }));

        runs[0].Report("A_test_uses_both_containers").Should().Contain("NotExecuted").And.Contain("no-engine-here.sock");
        (runs[0].Count("Passed"), runs[0].Count("Failed")).Should().Be((0, 0), "{0}", runs[0]);
        runs[1].Report("A_test_uses_both_containers").Should().Contain("no-engine-here.sock");
        (runs[1].Count("Passed"), runs[1].Count("NotExecuted")).Should().Be((0, 0), "{0}", runs[1]);
    }

    [DockerTheory]
    [MemberData(nameof(Frameworks))]
    public async Task Framework_process_that_is_killed_leaves_no_container(string framework)
    {
        for (var i = 0; i < 2; i++)
        {
            var ids = await FrameworkRun.KillAsync(framework, TestContext.Current.CancellationToken);

            ids.Should().NotBeEmpty();
            foreach (var id in ids)
            {
                // The watchdog removes the container after the process has exited.
                while (await DockerCli.ExistsAsync(id)) await Task.Delay(200, TestContext.Current.CancellationToken);
            }
        }
    }
}
