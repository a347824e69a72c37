namespace ContainerKit.Testing.Demo;

/// <summary>
/// Passing and failing tests. The output of a failing test includes what the container logged during the test.
/// </summary>
public sealed class LogTests(LoggingFixture shared) : IClassFixture<LoggingFixture>
{
    [DockerFact]
    public Task A_test_passes() => shared.LogAsync("while the passing test ran");

    [DockerFact]
    public async Task A_test_fails()
    {
        await shared.LogAsync("while the failing test ran");
        Assert.Fail("on purpose");
    }

    [DockerTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_theory_fails_for_one_row(bool fails)
    {
        await shared.LogAsync($"while the row {fails} ran");
        Assert.False(fails);
    }

    [DockerFact]
    public async Task A_test_with_its_own_container_fails()
    {
        await using var own = await new LoggingFixture().StartAsync(TestContext.Current.CancellationToken);
        await own.LogAsync("by the separate container");
        Assert.Fail("on purpose");
    }

#pragma warning disable xUnit1069 // This test ignores its token on purpose.
    [DockerFact(Timeout = 2000)]
#pragma warning restore xUnit1069
    public async Task A_test_that_times_out_fails()
    {
        await shared.LogAsync("before the timeout");
        await new TaskCompletionSource().Task;
    }

    [DockerFact]
    public async Task A_test_that_killed_its_container_fails()
    {
        await using var own = await new LoggingFixture().StartAsync(TestContext.Current.CancellationToken);
        await own.Container.KillAsync(TestContext.Current.CancellationToken);
        Assert.Fail("on purpose");
    }

    [DockerFact]
    public async Task A_test_with_many_log_lines_fails()
    {
        await shared.LogAsync("seq 1 5000 | sed 's/^/line /'", lastLine: "line 5000");
        Assert.Fail("on purpose");
    }
}
