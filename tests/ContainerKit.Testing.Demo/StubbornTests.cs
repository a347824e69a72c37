namespace ContainerKit.Testing.Demo;

/// <summary>Something that is not the fixture's keeps its network from being removed.</summary>
public sealed class StubbornTests(StubbornTests.SmallFixture environment) : IClassFixture<StubbornTests.SmallFixture>
{
    [DockerFact]
    public async Task Passes()
    {
        var intruder = await Container.Find(Environment.GetEnvironmentVariable("DEMO_INTRUDER")!).ExecuteAsync(TestContext.Current.CancellationToken);
        await environment.Network.ConnectAsync(intruder, TestContext.Current.CancellationToken);
    }

    public sealed class SmallFixture : ContainerGroupFixture
    {
        protected override void Describe(ContainerGroupBuilder environment) => environment.Add("one", Image.Pull("busybox"), new ContainerSpec("sleep", "infinity"));
    }
}
