namespace ContainerKit.Testing.Demo;

/// <summary>Fixtures that name an engine, whatever the default one is.</summary>
public sealed class ElsewhereTests(ElsewhereTests.OneFixture one, ElsewhereTests.SeveralFixture several)
    : IClassFixture<ElsewhereTests.OneFixture>, IClassFixture<ElsewhereTests.SeveralFixture>
{
    private static readonly DockerEngine _elsewhere = new(new DockerEngineOptions { Endpoint = new Uri(Environment.GetEnvironmentVariable("DEMO_ENGINE")!) });

    [DockerFact]
    public void Uses_both() => Assert.Equal(2, one.Containers.Concat(several.Containers).Count());

    public sealed class OneFixture : ContainerFixture
    {
        protected override ContainerPlan Describe() => Image.Pull("busybox").Run("sleep", "infinity").On(_elsewhere);
    }

    public sealed class SeveralFixture : ContainerGroupFixture
    {
        protected override DockerEngine Engine => _elsewhere;

        protected override void Describe(ContainerGroupBuilder environment) => environment.Add("one", Image.Pull("busybox"), new ContainerSpec("sleep", "infinity"));
    }
}

/// <summary>A test without a fixture.</summary>
public sealed class LoneTests
{
    [DockerFact]
    public async Task Runs_a_container() => Assert.Equal("0", (await Image.Pull("busybox").Run("id", "-u").Output().ExecuteAsync(TestContext.Current.CancellationToken)).Trim());
}

/// <summary>A fixture that does something on top of its start.</summary>
public sealed class SeededTests(SeededTests.SeededFixture seeded) : IClassFixture<SeededTests.SeededFixture>
{
    [DockerFact]
    public void Finds_the_seed() => Assert.Equal("seed", seeded.Seed);

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
