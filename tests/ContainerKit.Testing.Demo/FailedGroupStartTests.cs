namespace ContainerKit.Testing.Demo;

/// <summary>A container group in which one container cannot start.</summary>
public sealed class FailedGroupStartTests(FailedGroupStartTests.PartlyFailingFixture fixture)
    : IClassFixture<FailedGroupStartTests.PartlyFailingFixture>
{
    [DockerFact]
    public void A_test_whose_fixture_failed_to_start_does_not_run() =>
        Assert.Fail("The test must not run without its fixture: " + fixture);

    public sealed class PartlyFailingFixture : ContainerGroupFixture
    {
        protected override void Describe(ContainerGroupBuilder group)
        {
            var good = group.Add("good", Image.Pull("busybox"), new ContainerSpec("sleep", "infinity"));
            group.Add("bad", Image.Pull("busybox"),
                new ContainerSpec("sh", "-c", "echo no such migration >&2; exit 3") { Wait = Wait.ForLog("ready") },
                good);
        }
    }
}
