namespace ContainerKit.Testing.Demo;

/// <summary>Each finds the container as if it were the first.</summary>
public sealed class ResetTests(ResetTests.CleanedFixture shared) : IClassFixture<ResetTests.CleanedFixture>
{
    [EngineTheory]
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
    [EngineFact]
    public void Passes_but_for_the_reset() => Assert.NotNull(shared.Container);

    public sealed class StuckFixture : ContainerFixture
    {
        protected override ContainerPlan Describe() => Image.Pull("busybox").Run("sleep", "infinity");

        protected override Task ResetBetweenTestsAsync(CancellationToken cancellationToken) => Container.ExecAsync(["sh", "-c", "echo the table is locked >&2; exit 4"], cancellationToken);
    }
}
