namespace ContainerKit.Testing.Tests;

/// <summary>Regression tests for defects of fixtures that are known from other libraries.</summary>
public sealed class KnownDefectTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [DockerFact]
    public async Task A_failed_fixture_start_leaks_no_container_and_reports_more_than_a_timeout()
    {
        var fixture = new OneFixture(new ContainerSpec("sh", "-c", "echo waiting for the license; exec sleep infinity")
        {
            Wait = Wait.ForLog("ready").WithTimeout(TimeSpan.FromMilliseconds(300)),
        });

        var error = (await fixture.Awaiting(it => it.InitializeAsync().AsTask())
            .Should().ThrowAsync<WaitTimeoutException>()).Which;

        error.Message.Should().ContainAll("ready", "busybox", "running", "waiting for the license", "Cleaned up: container");
        (await DockerCli.ExistsAsync(error.RemovedResources.Single().Split('(', ')')[1])).Should().BeFalse();
        await fixture.DisposeAsync();
    }

    [DockerFact]
    public async Task A_canceled_fixture_start_does_not_surface_as_a_timeout()
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var containerId = "";
        var fixture = new OneFixture(new ContainerSpec("sleep", "infinity")
        {
            Wait = Wait.For("never", async (container, _) =>
            {
                containerId = container.Id;
                await cancel.CancelAsync();
                return false;
            }),
        });

        (await fixture.Awaiting(it => it.StartAsync(cancel.Token)).Should().ThrowAsync<OperationCanceledException>())
            .Which.CancellationToken.Should().Be(cancel.Token);

        fixture.RunningContainers.Should().BeEmpty();
        (await DockerCli.ExistsAsync(containerId)).Should().BeFalse();
    }

    private sealed class OneFixture(ContainerSpec spec) : ContainerFixture
    {
        protected override ContainerPlan Describe() => Image.Pull("busybox").Run(spec);
    }
}
