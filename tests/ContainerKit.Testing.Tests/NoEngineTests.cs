namespace ContainerKit.Testing.Tests;

/// <summary>Tests on a machine without an engine.</summary>
public sealed class NoEngineTests
{
    private static Dictionary<string, string?> NoEngine(string? requirement) => new()
    {
        ["DOCKER_HOST"] = $"unix://{Path.Combine(Path.GetTempPath(), "no-engine-here.sock")}",
        ["CONTAINERKIT_ENGINE"] = requirement,
    };

    [Fact]
    public async Task Docker_tests_without_an_engine_are_skipped_with_the_reason()
    {
        foreach (var (testClass, test) in ((string, string)[])[("LogTests", "A_test_passes"),
            ("MarkedClassTests", "A_plain_fact_in_a_marked_class_fails"),
            ("FailedGroupStartTests", "A_test_whose_fixture_failed_to_start_does_not_run")])
        {
            var run = await DemoRun.RunAsync(testClass, NoEngine(requirement: null));

            run.Result(test).Should().Be("Skip", run.ToString());
            run.Reason(test).Should().Contain("no-engine-here.sock");
            run.ExitCode.Should().Be(0);
        }
    }

    [Fact]
    public async Task Docker_tests_without_a_required_engine_fail()
    {
        foreach (var (testClass, test) in ((string, string)[])[("LogTests", "A_test_passes"),
            ("NoFixtureTests", "A_test_without_a_fixture_runs_a_container")])
        {
            var run = await DemoRun.RunAsync(testClass, NoEngine("required"));

            run.Result(test).Should().Be("Fail");
            run.Failure(test).Should().Contain("no-engine-here.sock");
        }
    }

    [Fact]
    public async Task An_unmarked_test_without_an_engine_fails()
    {
        var run = await DemoRun.RunAsync("UnmarkedClassTests", NoEngine(requirement: null));

        run.Result("A_plain_fact_in_an_unmarked_class_fails").Should().Be("Fail");
        run.Failure("A_plain_fact_in_an_unmarked_class_fails").Should().Contain("no-engine-here.sock");
    }

    [Theory]
    [InlineData("NoFixtureTests", "A_test_without_a_fixture_runs_a_container", null)]
    [InlineData("SeededFixtureTests", "A_fixture_that_overrides_InitializeAsync_is_seeded", null)]
    [InlineData("LogTests", "A_test_passes", "1")]
    public async Task A_Docker_test_without_an_engine_is_skipped_regardless_of_its_fixture(string testClass,
        string test, string? keep)
    {
        var run = await DemoRun.RunAsync(testClass,
            new Dictionary<string, string?>(NoEngine(requirement: null)) { ["CONTAINERKIT_KEEP"] = keep });

        run.Result(test).Should().Be("Skip", run.ToString());
        run.Reason(test).Should().Contain("no-engine-here.sock");
    }

    [DockerFact]
    public async Task A_fixture_that_overrides_InitializeAsync_is_initialized_if_there_is_an_engine()
    {
        var run = await DemoRun.RunAsync("SeededFixtureTests");

        run.Result("A_fixture_that_overrides_InitializeAsync_is_seeded").Should().Be("Pass", run.ToString());
    }

    [DockerFact]
    public async Task Docker_tests_whose_fixtures_specify_an_engine_need_no_default_engine()
    {
        var engine = (await DockerEngine.Default.ConnectAsync(TestContext.Current.CancellationToken)).Endpoint;
        foreach (var requirement in (string?[])[null, "required"])
        {
            var run = await DemoRun.RunAsync("OtherEngineTests",
                new Dictionary<string, string?>(NoEngine(requirement)) { ["DEMO_ENGINE"] = engine });

            run.Result("Fixtures_on_another_engine_start_their_containers").Should().Be("Pass", run.ToString());
        }
    }

    [DockerFact]
    public async Task Docker_tests_are_skipped_if_the_engine_that_their_fixtures_specify_is_absent()
    {
        var run = await DemoRun.RunAsync("OtherEngineTests",
            new Dictionary<string, string?>
            {
                ["DEMO_ENGINE"] = NoEngine(null)["DOCKER_HOST"],
                ["CONTAINERKIT_ENGINE"] = null
            });

        run.Result("Fixtures_on_another_engine_start_their_containers").Should().Be("Skip", run.ToString());
        run.Reason("Fixtures_on_another_engine_start_their_containers").Should().Contain("no-engine-here.sock");
    }
}
