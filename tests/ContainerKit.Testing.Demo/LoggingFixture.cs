namespace ContainerKit.Testing.Demo;

/// <summary>A container that logs the texts it receives.</summary>
public sealed class LoggingFixture : ContainerFixture
{
    protected override ContainerPlan Describe() =>
        Image.Pull("busybox").Run("sh", "-c", "echo before any test; exec sleep infinity").WaitFor(Wait.ForLog("before any test"));

    /// <summary>Writes a text to the standard output of the container's main process, and waits until the log has it.</summary>
    public Task LogAsync(string text) => LogAsync($"echo {text}", lastLine: text);

    /// <summary>Writes the output of a command to the log in the same way.</summary>
    public async Task LogAsync(string command, string lastLine)
    {
        await Container.ExecAsync(["sh", "-c", $"{command} > /proc/1/fd/1"], TestContext.Current.CancellationToken);
        await Container.WaitForAsync(Wait.ForLog(lastLine), TestContext.Current.CancellationToken);
    }
}
