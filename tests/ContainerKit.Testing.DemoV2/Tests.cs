[assembly: TestFramework("ContainerKit.Testing.ContainerTestFramework", "ContainerKit.Testing.XunitV2")]

namespace ContainerKit.Testing.DemoV2;

public sealed class TalkerFixture : ContainerFixture
{
    protected override ContainerPlan Describe() => Image.Pull("busybox").Run("sh", "-c", "echo before any test; mkdir /left; exec sleep infinity");

    public Task SayAsync(string what) => Container.ExecAsync(["sh", "-c", $"echo {what} > /proc/1/fd/1"]);

    protected override Task ResetBetweenTestsAsync(CancellationToken cancellationToken) => Container.ExecAsync(["rm", "-rf", "/left/it"], cancellationToken);
}

public sealed class LogTests(TalkerFixture shared) : IClassFixture<TalkerFixture>
{
    [DockerFact]
    public Task Passes() => shared.SayAsync("while Passes ran");

    [DockerFact]
    public async Task Fails()
    {
        await shared.SayAsync("while Fails ran");
        Assert.Fail("on purpose");
    }

    [Fact]
    public async Task Fails_with_a_container_of_its_own()
    {
        await using var own = await new TalkerFixture().StartAsync();
        await own.SayAsync("by the container of its own");
        Assert.Fail("on purpose");
    }

    [DockerTheory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Finds_nothing_and_leaves_something(int row)
    {
        Assert.Equal("", (await shared.Container.ExecAsync(["ls", "/left"])).Stdout);
        await shared.Container.ExecAsync(["sh", "-c", $"echo {row} > /left/it"]);
    }
}

public sealed class BrokenTests(BrokenTests.ExitingFixture broken) : IClassFixture<BrokenTests.ExitingFixture>
{
    [DockerFact]
    public void Needs_it() => Assert.Fail("It was never to run, with " + broken);

    public sealed class ExitingFixture : ContainerFixture
    {
        protected override ContainerPlan Describe() => Image.Pull("busybox").Run(new ContainerSpec("sh", "-c", "echo cannot read the configuration >&2; exit 1")
        {
            Publish = [80],
            Wait = Wait.ForPort(80),
        });
    }
}

public sealed class PairTests(PairTests.PairFixture pair) : IClassFixture<PairTests.PairFixture>
{
    [DockerFact]
    public async Task They_reach_each_other() => Assert.Contains("1 packets received", (await pair["one"].ExecAsync(["ping", "-c", "1", "two"])).Stdout, StringComparison.Ordinal);

    [Fact]
    public void A_plain_fact_uses_it_too() => Assert.Equal(2, pair.Containers.Count);

    public sealed class PairFixture : ContainerGroupFixture
    {
        protected override void Describe(ContainerGroupBuilder environment)
        {
            var one = environment.Add("one", Image.Pull("busybox"), new ContainerSpec("sleep", "infinity"));
            environment.Add("two", Image.Pull("busybox"), new ContainerSpec("sleep", "infinity"), one);
        }
    }
}

public sealed class ElsewhereTests(ElsewhereTests.OtherFixture other) : IClassFixture<ElsewhereTests.OtherFixture>
{
    private static readonly DockerEngine _elsewhere = new(new DockerEngineOptions { Endpoint = new Uri(Environment.GetEnvironmentVariable("DEMO_ENGINE")!) });

    [DockerFact]
    public void Uses_it() => Assert.Single(other.Containers);

    public sealed class OtherFixture : ContainerFixture
    {
        protected override ContainerPlan Describe() => Image.Pull("busybox").Run("sleep", "infinity").On(_elsewhere);
    }
}

public sealed class LoneTests
{
    [DockerFact]
    public async Task Runs_a_container() => Assert.Equal("0", (await Image.Pull("busybox").Run("id", "-u").Output()).Trim());

    [DockerTheory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Runs_one_for_each_row(int row) => Assert.Equal($"{row}", (await Image.Pull("busybox").Run("echo", $"{row}").Output()).Trim());
}

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

public sealed class FailingResetTests(FailingResetTests.Table table, FailingResetTests.Cache cache) : IClassFixture<FailingResetTests.Cache>, IClassFixture<FailingResetTests.Table>
{
    [DockerTheory]
    [InlineData(1)]
    [InlineData(2)]
    public void Passes(int row) => Assert.Equal(row, Math.Min(row, table.Containers.Count + cache.Containers.Count));

    public sealed class Table : ContainerFixture
    {
        protected override ContainerPlan Describe() => Image.Pull("busybox").Run("sleep", "infinity");

        protected override Task ResetBetweenTestsAsync(CancellationToken cancellationToken) => throw new InvalidDataException("the table is locked");
    }

    public sealed class Cache : ContainerFixture
    {
        protected override ContainerPlan Describe() => Image.Pull("busybox").Run("sleep", "infinity");

        // As a client of HTTP does whose own time is up.
        protected override Task ResetBetweenTestsAsync(CancellationToken cancellationToken) => throw new TaskCanceledException("the cache is silent");
    }
}
