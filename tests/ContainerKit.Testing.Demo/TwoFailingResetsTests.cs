namespace ContainerKit.Testing.Demo;

/// <summary>Two fixtures whose resets both fail.</summary>
public sealed class TwoFailingResetsTests(TwoFailingResetsTests.TableFixture table, TwoFailingResetsTests.CacheFixture cache)
    : IClassFixture<TwoFailingResetsTests.TableFixture>, IClassFixture<TwoFailingResetsTests.CacheFixture>
{
    [DockerFact]
    public void A_test_passes_and_both_resets_fail() => Assert.NotSame(table.Container, cache.Container);

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
