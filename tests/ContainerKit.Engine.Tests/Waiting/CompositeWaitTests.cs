namespace ContainerKit.Engine.Tests.Waiting;

/// <summary>Tests <c>Wait.Any</c> and <c>Wait.All</c>.</summary>
public sealed class CompositeWaitTests : EngineTest
{
    private static readonly TimeSpan _timeout = TimeSpan.FromSeconds(2);

    [DockerFact]
    public async Task Any_wait_ends_its_other_parts_when_the_first_succeeds()
    {
        await using var container = await SleeperAsync();
        var stopped = new TaskCompletionSource();

        await container.WaitForAsync(Wait.Any(
            Wait.ForLog("never"),
            Wait.ForFile("/etc/passwd"),
            Wait.For("never", async (_, token) =>
            {
                try
                {
                    await Task.Delay(Timeout.Infinite, token);
                }
                finally
                {
                    stopped.SetResult();
                }

                return false;
            })), Token);

        stopped.Task.IsCompleted.Should().BeTrue("the wait ends only after all probes have ended");
    }

    [DockerFact]
    public async Task Any_wait_continues_after_one_failure_and_fails_when_all_parts_have_failed()
    {
        await using var container = await SleeperAsync();

        var isShort = Wait.ForFile("/never").WithTimeout(TimeSpan.FromSeconds(0.2));
        await container.WaitForAsync(Wait.Any(Wait.ForHealthy(), isShort, Wait.ForCommand("sh", "-c", "sleep 0.5")), Token);

        (await container.Awaiting(
            it => it.WaitForAsync(Wait.Any(Wait.ForFile("/never"), Wait.ForPort(81)).WithTimeout(_timeout), Token))
            .Should().ThrowAsync<WaitTimeoutException>())
            .Which.Message.Should().Contain("file /never: not there").And.Contain("port 81: nothing listens");
        (await container.Awaiting(
            it => it.WaitForAsync(Wait.Any(Wait.ForFile("/never").WithTimeout(_timeout), Wait.ForHealthy()), Token))
            .Should().ThrowAsync<WaitFailedException>())
            .Which.Reason.Should().Contain("health check");
    }

    [DockerFact]
    public async Task All_wait_fails_with_its_first_failed_part_and_names_it()
    {
        await using var container = await SleeperAsync();

        var failure = await container.Awaiting(
            it => it.WaitForAsync(Wait.All(
            Wait.ForFile("/etc"), Wait.ForLog("ready").WithTimeout(_timeout), Wait.ForPort(80)), Token))
            .Should().ThrowAsync<WaitTimeoutException>();

        failure.Which.WaitedFor.Should().Be("log line \"ready\" within 2 s");
        failure.Which.Timeout.Should().Be(_timeout);
        failure.Which.Message.Should().Contain("all of (file /etc; log line \"ready\" within 2 s; port 80)")
            .And.Contain("log line \"ready\" was not met within 2 s");
    }

    [DockerFact]
    public async Task Timeout_of_a_composite_wait_ends_its_parts()
    {
        await using var container = await SleeperAsync();

        var failure = await container.Awaiting(
            it => it.WaitForAsync(Wait.All(Wait.ForFile("/etc"), Wait.Any(Wait.ForFile("/never"), Wait.ForCommand("false")))
            .WithTimeout(_timeout), Token)).Should().ThrowAsync<WaitTimeoutException>();

        failure.Which.LastResult.Should().Be("file /never: not there; command `false`: exit code 1");
    }
}
