namespace ContainerKit.Testing.Demo;

/// <summary>A failing reset. It fails the test before it.</summary>
public sealed class FailingResetTests(FailingResetTests.FailingResetFixture shared)
    : IClassFixture<FailingResetTests.FailingResetFixture>
{
    [DockerFact]
    public void A_test_passes_and_its_reset_fails() => Assert.NotNull(shared.Container);

    public sealed class FailingResetFixture : ContainerFixture
    {
        protected override ContainerPlan Describe() => Image.Pull("busybox").Run("sleep", "infinity");

        protected override Task ResetBetweenTestsAsync(CancellationToken cancellationToken) =>
            Container.ExecAsync(["sh", "-c", "echo the table is locked >&2; exit 4"], cancellationToken);
    }
}
