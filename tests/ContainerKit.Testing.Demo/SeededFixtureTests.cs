namespace ContainerKit.Testing.Demo;

/// <summary>A fixture that overrides <c>InitializeAsync</c> to seed its container.</summary>
public sealed class SeededFixtureTests(SeededFixtureTests.SeededFixture seeded)
    : IClassFixture<SeededFixtureTests.SeededFixture>
{
    [DockerFact]
    public void A_fixture_that_overrides_InitializeAsync_is_seeded() => Assert.Equal("seed", seeded.Seed);

    public sealed class SeededFixture : ContainerFixture
    {
        public string? Seed { get; private set; }

        public override async ValueTask InitializeAsync()
        {
            await base.InitializeAsync();
            Seed = (await Container.ExecAsync(["echo", "seed"])).Stdout.Trim();
        }

        protected override ContainerPlan Describe() => Image.Pull("busybox").Run("sleep", "infinity");
    }
}
