namespace ContainerKit.Testing.Demo;

/// <summary>A fixture whose container exits at its start.</summary>
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
