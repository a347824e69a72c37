namespace ContainerKit.Testing.Tests;

/// <summary>The same container for many tests, each of which finds it clean.</summary>
public sealed class ResetTests
{
    [EngineFact]
    public async Task Between_tests_a_fixture_wipes_what_they_left()
    {
        var run = await Demo.RunAsync("ResetTests");

        run.ExitCode.Should().Be(0, run.ToString());
        run.Result("Finds_nothing_and_leaves_something(row: 3)").Should().Be("Pass");
    }

    [EngineFact]
    public async Task A_reset_that_fails_says_so_at_the_test_before_it()
    {
        var run = await Demo.RunAsync("FailingResetTests");

        run.Result("Passes_but_for_the_reset").Should().Be("Fail");
        run.Failure("Passes_but_for_the_reset").Should().Contain("Could not reset StuckFixture between tests").And.Contain("the table is locked");
    }
}
