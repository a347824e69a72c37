namespace ContainerKit.Testing.Demo;

/// <summary>A container that logs the texts it receives.</summary>
public sealed class LoggingFixture : ContainerFixture
{
    protected override ContainerPlan Describe() =>
        Image.Pull("busybox").Run("sh", "-c", "echo before any test; exec sleep infinity").WaitFor(Wait.ForLog("before any test"));

    /// <summary>Writes a text to the standard output of the container's main process.</summary>
    public Task LogAsync(string text) =>
        Container.ExecAsync(["sh", "-c", $"echo {text} > /proc/1/fd/1"], TestContext.Current.CancellationToken);
}
