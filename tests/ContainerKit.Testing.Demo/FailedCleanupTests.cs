namespace ContainerKit.Testing.Demo;

/// <summary>A foreign container prevents the removal of the fixture's network.</summary>
public sealed class FailedCleanupTests(FailedCleanupTests.NetworkFixture fixture)
    : IClassFixture<FailedCleanupTests.NetworkFixture>
{
    [DockerFact]
    public async Task A_test_passes_although_the_network_cannot_be_removed()
    {
        var foreignContainer = await Container.Find(Environment.GetEnvironmentVariable("DEMO_FOREIGN_CONTAINER")!)
            .ExecuteAsync(TestContext.Current.CancellationToken);
        await fixture.Network.ConnectAsync(foreignContainer, TestContext.Current.CancellationToken);
    }

    public sealed class NetworkFixture : ContainerGroupFixture
    {
        protected override void Describe(ContainerGroupBuilder group) =>
            group.Add("one", Image.Pull("busybox"), new ContainerSpec("sleep", "infinity"));
    }
}
