namespace ContainerKit.Testing.DemoShared;

/// <summary>A container that exits before it is ready.</summary>
public sealed class FailingContainer : ContainerFixture
{
    protected override ContainerPlan Describe() => Image.Pull("busybox").Run(
        new ContainerSpec("sh", "-c", "echo cannot read the configuration; exit 3") { Wait = Wait.ForLog("ready") });
}
