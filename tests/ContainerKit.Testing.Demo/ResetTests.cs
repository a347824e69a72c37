namespace ContainerKit.Testing.Demo;

/// <summary>A container that is reset, so that each test finds it clean.</summary>
public sealed class ResetTests(ResetTests.CleanedFixture shared) : IClassFixture<ResetTests.CleanedFixture>
{
    [DockerTheory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task A_test_finds_no_files_and_leaves_one(int row)
    {
        var token = TestContext.Current.CancellationToken;
        Assert.Equal("", (await shared.Container.ExecAsync(["ls", "/left"], token)).Stdout);
        await shared.Container.ExecAsync(["touch", $"/left/{row}"], token);
    }

    public sealed class CleanedFixture : ContainerFixture
    {
        protected override ContainerPlan Describe() => Image.Pull("busybox").Run("sleep", "infinity").Exec("mkdir", "/left");

        protected override Task ResetBetweenTestsAsync(CancellationToken cancellationToken) =>
            Container.ExecAsync(["sh", "-c", "rm /left/*"], cancellationToken);
    }
}
