namespace ContainerKit.Testing.Demo;

/// <summary>Each finds the container as if it were the first.</summary>
public sealed class ResetTests(ResetTests.CleanedFixture shared) : IClassFixture<ResetTests.CleanedFixture>
{
    [DockerTheory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Finds_nothing_and_leaves_something(int row)
    {
        var token = TestContext.Current.CancellationToken;
        Assert.Equal("", (await shared.Container.ExecAsync(["ls", "/left"], token)).Stdout);
        await shared.Container.ExecAsync(["touch", $"/left/{row}"], token);
    }

    public sealed class CleanedFixture : ContainerFixture
    {
        protected override ContainerPlan Describe() => Image.Pull("busybox").Run("sleep", "infinity").Exec("mkdir", "/left");

        protected override Task ResetBetweenTestsAsync(CancellationToken cancellationToken) => Container.ExecAsync(["sh", "-c", "rm /left/*"], cancellationToken);
    }
}

/// <summary>A reset that fails is the failure of the test before it.</summary>
public sealed class FailingResetTests(FailingResetTests.StuckFixture shared) : IClassFixture<FailingResetTests.StuckFixture>
{
    [DockerFact]
    public void Passes_but_for_the_reset() => Assert.NotNull(shared.Container);

    public sealed class StuckFixture : ContainerFixture
    {
        protected override ContainerPlan Describe() => Image.Pull("busybox").Run("sleep", "infinity");

        protected override Task ResetBetweenTestsAsync(CancellationToken cancellationToken) => Container.ExecAsync(["sh", "-c", "echo the table is locked >&2; exit 4"], cancellationToken);
    }
}

/// <summary>Tests whose time is up: xUnit goes on with the next while they still run, so that their end comes late or never.</summary>
public sealed class TimedOutTests(TimedOutTests.NotebookFixture shared) : IClassFixture<TimedOutTests.NotebookFixture>
{
    [DockerTheory(Timeout = 2000)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Ends_with_its_token(int row)
    {
        shared.Write(row);
        await Task.Delay(Timeout.Infinite, TestContext.Current.CancellationToken);
    }

#pragma warning disable xUnit1069 // It has no regard for its token: that is what it is for.
    [DockerTheory(Timeout = 2000)]
#pragma warning restore xUnit1069
    [InlineData(1)]
    [InlineData(2)]
    public async Task Never_ends(int row)
    {
        shared.Write(row);
        await new TaskCompletionSource().Task;
    }

    public sealed class NotebookFixture : ContainerFixture
    {
        private readonly List<int> _left = [];

        public void Write(int what)
        {
            // On a machine so slow that its time was up before it began, the next test is at work.
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            Assert.Empty(_left);
            _left.Add(what);
        }

        protected override ContainerPlan Describe() => Image.Pull("busybox").Run("sleep", "infinity");

        protected override Task ResetBetweenTestsAsync(CancellationToken cancellationToken)
        {
            cancellationToken.ThrowIfCancellationRequested();
            _left.Clear();
            return Task.CompletedTask;
        }
    }
}

/// <summary>Two fixtures, and neither can be reset.</summary>
public sealed class TwoFailingResetsTests(TwoFailingResetsTests.Table table, TwoFailingResetsTests.Cache cache)
    : IClassFixture<TwoFailingResetsTests.Table>, IClassFixture<TwoFailingResetsTests.Cache>
{
    [DockerFact]
    public void Passes_but_for_the_resets() => Assert.NotSame(table.Container, cache.Container);

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

/// <summary>A reset that fails once: the next test does without what the one before left, all the same.</summary>
public sealed class OneFailedResetTests(OneFailedResetTests.MoodyFixture shared) : IClassFixture<OneFailedResetTests.MoodyFixture>
{
    [DockerTheory]
    [InlineData(1)]
    [InlineData(2)]
    public void Finds_nothing(int row)
    {
        Assert.Empty(shared.Left);
        shared.Left.Add(row);
    }

    public sealed class MoodyFixture : ContainerFixture
    {
        private int _resets;

        public List<int> Left { get; } = [];

        protected override ContainerPlan Describe() => Image.Pull("busybox").Run("sleep", "infinity");

        protected override Task ResetBetweenTestsAsync(CancellationToken cancellationToken)
        {
            if (_resets++ == 0) throw new InvalidDataException("not now");
            Left.Clear();
            return Task.CompletedTask;
        }
    }
}
