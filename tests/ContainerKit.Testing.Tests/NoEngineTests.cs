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
        var run = await Demo.RunAsync("LogTests", Nowhere("promised"));

        run.Result("Passes").Should().Be("Fail");
        run.Failure("Passes").Should().Contain("no-engine-here.sock");
    }

    [Fact]
    public async Task A_test_that_is_not_marked_fails_without_an_engine_since_nobody_said_that_it_may_skip()
    {
        var run = await Demo.RunAsync("UnmarkedTests", Nowhere(promise: null));

        run.Result("Fails").Should().Be("Fail");
        run.Failure("Fails").Should().Contain("no-engine-here.sock");
    }
}
