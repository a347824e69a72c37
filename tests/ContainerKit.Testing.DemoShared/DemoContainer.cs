namespace ContainerKit.Testing.DemoShared;

/// <summary>A container that logs the texts it receives, and whose file is removed between tests.</summary>
public class DemoContainer : ContainerFixture
{
    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        DemoFiles.Append("DEMO_IDS", Container.Id);
    }

    /// <summary>Writes a text to the standard output of the container's main process.</summary>
    public Task LogAsync(string text) => RunAsync($"echo {text} > /proc/1/fd/1");

    /// <summary>Creates a file that must not exist before.</summary>
    public Task CreateFileAsync(string path) => RunAsync($"test ! -e {path} && touch {path}");

    public Task RequireFileAsync(string path) => RunAsync($"test -e {path}");

    protected override ContainerPlan Describe() =>
        Image.Pull("busybox").Run("sh", "-c", "echo before any test; exec sleep infinity");

    protected override Task ResetBetweenTestsAsync(CancellationToken cancellationToken) =>
        Container.ExecAsync(["rm", "-f", "/used", "/first", "/second"], cancellationToken);

    private Task<ProcessResult> RunAsync(string command) => Container.ExecAsync(["sh", "-c", command]);
}
