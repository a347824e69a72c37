namespace ContainerKit.Testing.Demo;

/// <summary>A container whose log has what is said to it.</summary>
public sealed class TalkerFixture : ContainerFixture
{
    protected override ContainerPlan Describe() => Image.Pull("busybox").Run("sh", "-c", "echo before any test; exec sleep infinity");

    /// <summary>Has the container's own process write something.</summary>
    public Task SayAsync(string what) => Container.ExecAsync(["sh", "-c", $"echo {what} > /proc/1/fd/1"], TestContext.Current.CancellationToken);
}
