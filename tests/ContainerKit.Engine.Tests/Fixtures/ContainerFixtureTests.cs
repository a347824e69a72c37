using ContainerKit.Testing;

namespace ContainerKit.Engine.Tests.Fixtures;

/// <summary>Tests a fixture in the way that xUnit uses it: initialize, use, dispose.</summary>
public sealed class ContainerFixtureTests : EngineTest
{
    [DockerFact]
    public async Task Fixture_runs_its_container_until_it_is_disposed()
    {
        var redis = new RedisFixture();
        await redis.InitializeAsync();
        try
        {
            (await redis.Container.ExecAsync(["redis-cli", "ping"], Token)).Stdout.Should().Be("PONG\n");
        }
        finally
        {
            await redis.DisposeAsync();
        }

        (await DockerCli.ExistsAsync(redis.Container.Id)).Should().BeFalse();
    }

    [DockerFact]
    public async Task Fixture_that_fails_to_start_reports_the_reason_and_leaves_no_container()
    {
        var broken = new BrokenFixture();

        var error = (await FluentActions.Awaiting(() => broken.InitializeAsync().AsTask())
            .Should().ThrowAsync<ExecFailedException>()).Which;

        error.Message.Should().Contain("not ready").And.Contain("Cleaned up: container");
        error.RemainingResources.Should().BeEmpty();
        (await DockerCli.ExistsAsync(error.RemovedResources[0].Split('(', ')')[1])).Should().BeFalse();
        await broken.DisposeAsync();
    }

    [DockerFact]
    public void Fixture_that_was_not_started_explains_how_to_declare_it() => FluentActions.Invoking(() => new RedisFixture().Container)
        .Should().Throw<InvalidOperationException>().WithMessage("*IClassFixture<RedisFixture>*");

    private sealed class RedisFixture : ContainerFixture
    {
        protected override ContainerPlan Describe() =>
            Image.Pull("redis:7").Run().Exec("sh", "-c", "until redis-cli ping; do sleep 0.05; done");
    }

    private sealed class BrokenFixture : ContainerFixture
    {
        protected override ContainerPlan Describe() =>
            Image.Pull("busybox").Run("sleep", "infinity").Exec("sh", "-c", "echo not ready; exit 1");
    }
}
