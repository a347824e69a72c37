namespace ContainerKit.Testing.DemoShared;

/// <summary>
/// A container with its own network and volume, which logs the texts it receives, and whose files are removed between tests.
/// </summary>
public class DemoContainer : ContainerFixture
{
    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        DemoFiles.Append("DEMO_IDS", Container.Id);
    }

    /// <summary>Writes a text to the standard output of the container's main process, and waits until the log has it.</summary>
    public async Task LogAsync(string text)
    {
        await RunAsync($"echo {text} > /proc/1/fd/1");
        await Container.WaitForAsync(Wait.ForLog(text));
    }

    /// <summary>Creates a file that must not exist before.</summary>
    public Task CreateFileAsync(string path) => RunAsync($"test ! -e {path} && touch {path}");

    public Task RequireFileAsync(string path) => RunAsync($"test -e {path}");

    protected override ContainerPlan Describe() => Network.Create().Then(network => Volume.Create().Then(volume =>
    {
        DemoFiles.Append("DEMO_IDS", network.Id);
        DemoFiles.Append("DEMO_IDS", volume.Name);
        return Image.Pull("busybox").Run(new ContainerSpec("sh", "-c", "echo before any test; exec sleep infinity")
        {
            Networks = [network],
            Mounts = [volume.MountAt("/data")],
            Wait = Wait.ForLog("before any test"),
        });
    }));

    protected override Task ResetBetweenTestsAsync(CancellationToken cancellationToken) =>
        Container.ExecAsync(["rm", "-f", "/used", "/first", "/second"], cancellationToken);

    private Task<ProcessResult> RunAsync(string command) => Container.ExecAsync(["sh", "-c", command]);
}
