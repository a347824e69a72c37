[assembly: TestFramework("ContainerKit.Testing.ContainerTestFramework", "ContainerKit.Testing.XunitV2")]

namespace ContainerKit.Testing.DemoV2;

public sealed class LoggingFixture : ContainerFixture
{
    protected override ContainerPlan Describe() =>
        Image.Pull("busybox").Run("sh", "-c", "mkdir /left; echo before any test; exec sleep infinity")
            .WaitFor(Wait.ForLog("before any test"));

    public async Task LogAsync(string text)
    {
        await Container.ExecAsync(["sh", "-c", $"echo {text} > /proc/1/fd/1"]);
        await Container.WaitForAsync(Wait.ForLog(text));
    }

    protected override Task ResetBetweenTestsAsync(CancellationToken cancellationToken) =>
        Container.ExecAsync(["rm", "-rf", "/left/file"], cancellationToken);
}

public sealed class LogTests(LoggingFixture shared) : IClassFixture<LoggingFixture>
{
    [DockerFact]
    public Task A_test_passes() => shared.LogAsync("while the passing test ran");

    [DockerFact]
    public async Task A_test_fails()
    {
        await shared.LogAsync("while the failing test ran");
        Assert.Fail("on purpose");
    }

    [Fact]
    public async Task A_test_with_its_own_container_fails()
    {
        await using var own = await new LoggingFixture().StartAsync();
        await own.LogAsync("by the separate container");
        Assert.Fail("on purpose");
    }

    [DockerTheory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_test_finds_no_files_and_leaves_one(int row)
    {
        Assert.Equal("", (await shared.Container.ExecAsync(["ls", "/left"])).Stdout);
        await shared.Container.ExecAsync(["sh", "-c", $"echo {row} > /left/file"]);
    }
}

public sealed class FailedStartTests(FailedStartTests.ExitingFixture fixture) : IClassFixture<FailedStartTests.ExitingFixture>
{
    [DockerFact]
    public void A_test_whose_fixture_failed_to_start_does_not_run() =>
        Assert.Fail("The test must not run without its fixture: " + fixture);

    public sealed class ExitingFixture : ContainerFixture
    {
        protected override ContainerPlan Describe() =>
            Image.Pull("busybox").Run(new ContainerSpec("sh", "-c", "echo cannot read the configuration >&2; exit 1")
            {
                Publish = [80],
                Wait = Wait.ForPort(80),
            });
    }
}

public sealed class ContainerGroupTests(ContainerGroupTests.GroupFixture group)
    : IClassFixture<ContainerGroupTests.GroupFixture>
{
    [DockerFact]
    public async Task Containers_of_a_group_reach_each_other() =>
        Assert.Contains("1 packets received", (await group["one"].ExecAsync(["ping", "-c", "1", "two"])).Stdout,
            StringComparison.Ordinal);

    [Fact]
    public void A_plain_fact_uses_the_container_group() => Assert.Equal(2, group.Containers.Count);

    public sealed class GroupFixture : ContainerGroupFixture
    {
        protected override void Describe(ContainerGroupBuilder group)
        {
            // Podman does not give the right to send pings by default.
            var one = group.Add(
                "one", Image.Pull("busybox"), new ContainerSpec("sleep", "infinity") { AddCapabilities = ["NET_RAW"] });
            group.Add("two", Image.Pull("busybox"), new ContainerSpec("sleep", "infinity"), one);
        }
    }
}

public sealed class OtherEngineTests(OtherEngineTests.OtherEngineFixture fixture)
    : IClassFixture<OtherEngineTests.OtherEngineFixture>
{
    private static readonly DockerEngine _otherEngine =
        new(new DockerEngineOptions { Endpoint = new Uri(Environment.GetEnvironmentVariable("DEMO_ENGINE")!) });

    [DockerFact]
    public void A_fixture_on_another_engine_starts_its_container() => Assert.Single(fixture.Containers);

    public sealed class OtherEngineFixture : ContainerFixture
    {
        protected override ContainerPlan Describe() => Image.Pull("busybox").Run("sleep", "infinity").On(_otherEngine);
    }
}

public sealed class NoFixtureTests
{
    [DockerFact]
    public async Task A_test_without_a_fixture_runs_a_container() =>
        Assert.Equal("0", (await Image.Pull("busybox").Run("id", "-u").Output()).Trim());

    [DockerTheory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_theory_without_a_fixture_runs_a_container_per_row(int row) =>
        Assert.Equal($"{row}", (await Image.Pull("busybox").Run("echo", $"{row}").Output()).Trim());
}

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

public sealed class FailingResetTests(FailingResetTests.TableFixture table, FailingResetTests.CacheFixture cache)
    : IClassFixture<FailingResetTests.CacheFixture>, IClassFixture<FailingResetTests.TableFixture>
{
    [DockerTheory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_test_passes_and_both_resets_fail(int row) =>
        Assert.Equal(row, Math.Min(row, table.Containers.Count + cache.Containers.Count));

    public sealed class TableFixture : ContainerFixture
    {
        protected override ContainerPlan Describe() => Image.Pull("busybox").Run("sleep", "infinity");

        protected override Task ResetBetweenTestsAsync(CancellationToken cancellationToken) =>
            throw new InvalidDataException("the table is locked");
    }

    public sealed class CacheFixture : ContainerFixture
    {
        protected override ContainerPlan Describe() => Image.Pull("busybox").Run("sleep", "infinity");

        // As an HTTP client throws when its own timeout expires.
        protected override Task ResetBetweenTestsAsync(CancellationToken cancellationToken) =>
            throw new TaskCanceledException("the cache does not respond");
    }
}
