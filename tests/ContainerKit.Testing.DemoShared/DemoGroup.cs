namespace ContainerKit.Testing.DemoShared;

/// <summary>Two containers, one of which reaches the other before it is ready.</summary>
public sealed class DemoGroup : ContainerGroupFixture
{
    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        foreach (var container in Containers) DemoFiles.Append("DEMO_IDS", container.Id);
    }

    protected override void Describe(ContainerGroupBuilder group)
    {
        var server = group.Add("server", Image.Pull("busybox"), new ContainerSpec("sleep", "infinity"));
        group.Add(
            "client",
            network => Image.Pull("busybox")
                // Podman does not give the right to send pings by default.
                .Run(new ContainerSpec("sleep", "infinity") { Networks = [network], AddCapabilities = ["NET_RAW"] })
                .Exec("ping", "-c", "1", "server"),
            server);
    }
}
