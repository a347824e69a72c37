namespace ContainerKit.Testing.Demo;

/// <summary>Tests that time out. xUnit starts the next test while they still run, so they end late or never.</summary>
public sealed class TimedOutTests(TimedOutTests.RecordingFixture shared) : IClassFixture<TimedOutTests.RecordingFixture>
{
    [DockerTheory(Timeout = 2000)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_timed_out_test_ends_with_its_token(int row)
    {
        shared.Record(row);
        await Task.Delay(Timeout.Infinite, TestContext.Current.CancellationToken);
    }

#pragma warning disable xUnit1069 // This test ignores its token on purpose.
    [DockerTheory(Timeout = 2000)]
#pragma warning restore xUnit1069
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_timed_out_test_never_ends(int row)
    {
        shared.Record(row);
        await new TaskCompletionSource().Task;
    }

    public sealed class RecordingFixture : ContainerFixture
    {
        private readonly List<int> _rows = [];

        public void Record(int row)
        {
            // On a slow machine a test can time out before it starts. The next test is already running then.
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            Assert.Empty(_rows);
            _rows.Add(row);
        }

        protected override ContainerPlan Describe() => Image.Pull("busybox").Run("sleep", "infinity");

        protected override Task ResetBetweenTestsAsync(CancellationToken cancellationToken)
        {
            cancellationToken.ThrowIfCancellationRequested();
            _rows.Clear();
            return Task.CompletedTask;
        }
    }
}
