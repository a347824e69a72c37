namespace ContainerKit.Testing.Demo;

/// <summary>A test without a fixture.</summary>
public sealed class NoFixtureTests
{
    [DockerFact]
    public async Task A_test_without_a_fixture_runs_a_container() =>
        Assert.Equal("0",
            (await Image.Pull("busybox").Run("id", "-u").Output().ExecuteAsync(TestContext.Current.CancellationToken))
            .Trim());
}
