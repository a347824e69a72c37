namespace ContainerKit.Testing.Demo;

/// <summary>A reset that fails once. The next test finds a clean fixture nevertheless.</summary>
public sealed class OneFailedResetTests(OneFailedResetTests.FlakyResetFixture shared)
    : IClassFixture<OneFailedResetTests.FlakyResetFixture>
{
    [DockerTheory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_test_finds_no_rows(int row)
    {
        Assert.Empty(shared.Rows);
        shared.Rows.Add(row);
    }

    public sealed class FlakyResetFixture : ContainerFixture
    {
        private int _resets;

        public List<int> Rows { get; } = [];

        protected override ContainerPlan Describe() => Image.Pull("busybox").Run("sleep", "infinity");

        protected override Task ResetBetweenTestsAsync(CancellationToken cancellationToken)
        {
            if (_resets++ == 0) throw new InvalidDataException("not now");
            Rows.Clear();
            return Task.CompletedTask;
        }
    }
}
