namespace ContainerKit.Testing.Tests;

/// <summary>A machine without an engine.</summary>
public sealed class NoEngineTests
{
    private static Dictionary<string, string?> Nowhere(string? promise) => new()
    {
        ["DOCKER_HOST"] = $"unix://{Path.Combine(Path.GetTempPath(), "no-engine-here.sock")}",
        ["CONTAINERKIT_ENGINE"] = promise,
    };

    [Fact]
    public async Task Without_an_engine_tests_skip_with_the_reason()
    {
        foreach (var (testClass, test) in ((string, string)[])[("LogTests", "Passes"), ("MarkedClassTests", "Fails"), ("BrokenEnvironmentTests", "Needs_it")])
        {
            var run = await Demo.RunAsync(testClass, Nowhere(promise: null));

            run.Result(test).Should().Be("Skip", run.ToString());
            run.Reason(test).Should().Contain("no-engine-here.sock");
            run.ExitCode.Should().Be(0);
        }
    }

    [Fact]
    public async Task Where_an_engine_was_promised_its_absence_fails_the_tests()
    {
        foreach (var (testClass, test) in ((string, string)[])[("LogTests", "Passes"), ("LoneTests", "Runs_a_container")])
        {
            var run = await Demo.RunAsync(testClass, Nowhere("required"));

            run.Result(test).Should().Be("Fail");
            run.Failure(test).Should().Contain("no-engine-here.sock");
        }
    }

    [Fact]
    public async Task A_test_that_is_not_marked_fails_without_an_engine_since_nobody_said_that_it_may_skip()
    {
        var run = await Demo.RunAsync("UnmarkedTests", Nowhere(promise: null));

        run.Result("Fails").Should().Be("Fail");
        run.Failure("Fails").Should().Contain("no-engine-here.sock");
    }

    [Theory]
    [InlineData("LoneTests", "Runs_a_container", null)]
    [InlineData("SeededTests", "Finds_the_seed", null)]
    [InlineData("LogTests", "Passes", "1")]
    public async Task Without_an_engine_a_test_skips_too_that_has_no_fixture_or_one_that_wants_more_or_is_to_be_kept(string testClass, string test, string? keep)
    {
        var run = await Demo.RunAsync(testClass, new Dictionary<string, string?>(Nowhere(promise: null)) { ["CONTAINERKIT_KEEP"] = keep });

        run.Result(test).Should().Be("Skip", run.ToString());
        run.Reason(test).Should().Contain("no-engine-here.sock");
    }

    [DockerFact]
    public async Task A_fixture_that_wants_more_than_its_start_has_it_where_there_is_an_engine()
    {
        var run = await Demo.RunAsync("SeededTests");

        run.Result("Finds_the_seed").Should().Be("Pass", run.ToString());
    }

    [DockerFact]
    public async Task Tests_whose_fixtures_name_an_engine_need_no_other_one()
    {
        var engine = (await DockerEngine.Default.ConnectAsync(TestContext.Current.CancellationToken)).Endpoint;
        foreach (var promise in (string?[])[null, "required"])
        {
            var run = await Demo.RunAsync("ElsewhereTests", new Dictionary<string, string?>(Nowhere(promise)) { ["DEMO_ENGINE"] = engine });

            run.Result("Uses_both").Should().Be("Pass", run.ToString());
        }
    }

    [DockerFact]
    public async Task Tests_skip_where_the_engine_that_their_fixtures_name_is_absent_though_another_one_answers()
    {
        var run = await Demo.RunAsync("ElsewhereTests", new Dictionary<string, string?> { ["DEMO_ENGINE"] = Nowhere(null)["DOCKER_HOST"], ["CONTAINERKIT_ENGINE"] = null });

        run.Result("Uses_both").Should().Be("Skip", run.ToString());
        run.Reason("Uses_both").Should().Contain("no-engine-here.sock");
    }
}
