namespace ContainerKit.Testing.Demo;

/// <summary>Fixtures that cannot start.</summary>
public sealed class BrokenTests(BrokenTests.ExitingFixture broken) : IClassFixture<BrokenTests.ExitingFixture>
{
    [DockerFact]
    public void Needs_it() => Assert.Fail("It was never to run, with " + broken);

    public sealed class ExitingFixture : ContainerFixture
    {
        protected override ContainerPlan Describe() => Image.Pull("busybox").Run(new ContainerSpec("sh", "-c", "echo cannot read the configuration >&2; exit 1")
        {
            Publish = [80],
            Wait = Wait.ForPort(80),
        });
    }
}

/// <summary>An environment of which one container cannot start.</summary>
public sealed class BrokenEnvironmentTests(BrokenEnvironmentTests.HalfFixture broken) : IClassFixture<BrokenEnvironmentTests.HalfFixture>
{
    [DockerFact]
    public void Needs_it() => Assert.Fail("It was never to run, with " + broken);

    public sealed class HalfFixture : ContainerGroupFixture
    {
        protected override void Describe(ContainerGroupBuilder environment)
        {
            var good = environment.Add("good", Image.Pull("busybox"), new ContainerSpec("sleep", "infinity"));
            environment.Add("bad", Image.Pull("busybox"), new ContainerSpec("sh", "-c", "echo no such migration >&2; exit 3") { Wait = Wait.ForLog("ready") }, good);
        }
    }
}
