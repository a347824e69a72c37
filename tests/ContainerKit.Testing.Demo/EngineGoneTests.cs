namespace ContainerKit.Testing.Demo;

/// <summary>The engine goes away while the test runs, and is missed when the fixture ends.</summary>
public sealed class EngineGoneTests(EngineGoneTests.LostFixture lost) : IClassFixture<EngineGoneTests.LostFixture>
{
    [DockerFact]
    public async Task Passes()
    {
        Assert.NotNull(lost.Container);
        var go = Environment.GetEnvironmentVariable("DEMO_GO")!;
        await File.WriteAllTextAsync(go + ".ready", "", TestContext.Current.CancellationToken);
        while (!File.Exists(go)) await Task.Delay(50, TestContext.Current.CancellationToken);
    }

    public sealed class LostFixture : ContainerFixture
    {
        protected override ContainerPlan Describe() =>
            Image.Pull("busybox").Run(new ContainerSpec("sleep", "600") { Name = Environment.GetEnvironmentVariable("DEMO_NAME") });
    }
}
