namespace ContainerKit.Testing.Demo;

/// <summary>The engine becomes unreachable while the test runs, so that the fixture cannot clean up.</summary>
public sealed class EngineLossTests(EngineLossTests.LostEngineFixture fixture)
    : IClassFixture<EngineLossTests.LostEngineFixture>
{
    [DockerFact]
    public async Task A_test_passes_although_its_engine_is_lost()
    {
        Assert.NotNull(fixture.Container);
        var signalFile = Environment.GetEnvironmentVariable("DEMO_SIGNAL_FILE")!;
        await File.WriteAllTextAsync(signalFile + ".ready", "", TestContext.Current.CancellationToken);
        while (!File.Exists(signalFile)) await Task.Delay(50, TestContext.Current.CancellationToken);
    }

    public sealed class LostEngineFixture : ContainerFixture
    {
        protected override ContainerPlan Describe() =>
            Image.Pull("busybox")
                .Run(new ContainerSpec("sleep", "600") { Name = Environment.GetEnvironmentVariable("DEMO_NAME") });
    }
}
