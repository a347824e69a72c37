namespace ContainerKit.Services.Tests;

public sealed class DockerInDockerTests : ServiceTest
{
    [DockerFact]
    [Requires(EngineFeature.Cgroups)]
    public async Task DockerInDocker_runs_a_container_of_its_own_for_this_library_and_the_Docker_CLI()
    {
        using var folder = new TemporaryFolder();
        await using var docker = await RunAsync();
        await using var engine = await docker.ConnectAsync(folder.At("certificates"), Token);

        (await engine.ListContainersAsync(new ContainerFilter { All = true }, Token)).Should().BeEmpty();
        using var archive = new MemoryStream();
        await Image.Pull(Busybox).Save(archive).ExecuteAsync(Token);
        archive.Position = 0;
        await engine.LoadImagesAsync(archive, Token);
        await using var web = await Image.Local(Busybox)
            .Run(new ContainerSpec("sh", "-c", "echo zwei > /index.html; exec httpd -f -p 80 -h /")
            {
                Name = "inner",
                Wait = Wait.ForCommand("wget", "-qO-", "localhost"),
            })
            .On(engine).ExecuteAsync(Token);

        (await web.ExecAsync(["wget", "-qO-", "localhost"], Token)).Stdout.Should().Be("zwei\n");
        string[] options =
        [
            "--host", docker.ConnectionString, "--tlsverify", "--tlscacert", folder.At("certificates/ca.pem"),
            "--tlscert", folder.At("certificates/cert.pem"), "--tlskey", folder.At("certificates/key.pem"),
        ];
        (await DockerCli.GetOutputAsync([.. options, "ps", "--format", "{{.Names}}"])).Should().Be("inner");
        (await DockerCli.GetOutputAsync("ps", "--all", "--filter", "name=^inner$", "--quiet")).Should().BeEmpty();
    }

    [DockerFact]
    public async Task DockerInDocker_refuses_a_client_without_a_certificate_and_keeps_the_key_private()
    {
        using var folder = new TemporaryFolder();
        await using var docker = await RunAsync();
        await using var engine = await docker.ConnectAsync(folder.At("certificates"), Token);
        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(folder.At("certificates")).Should().Be(
                UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            File.GetUnixFileMode(folder.At("certificates/key.pem")).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        File.Delete(folder.At("certificates/cert.pem"));
        File.Delete(folder.At("certificates/key.pem"));
        await using var stranger = new DockerEngine(
            new DockerEngineOptions { Endpoint = new Uri(docker.ConnectionString), CertificatePath = folder.At("certificates") });
        await FluentActions.Awaiting(() => stranger.PingAsync(Token)).Should().ThrowAsync<EngineUnavailableException>();
    }

    [DockerFact]
    [Requires(EngineFeature.Cgroups)]
    public async Task The_reset_of_DockerInDocker_removes_all_resources_of_its_engine()
    {
        using var folder = new TemporaryFolder();
        await using var docker = await RunAsync();
        await using var engine = await docker.ConnectAsync(folder.At("certificates"), Token);
        using var archive = new MemoryStream();
        await Image.Pull(Busybox).Save(archive).ExecuteAsync(Token);
        archive.Position = 0;
        await engine.LoadImagesAsync(archive, Token);
        // A container with an anonymous volume, a named volume and a network.
        await docker.Container.ExecAsync(["docker", "network", "create", "shop"], Token);
        await docker.Container.ExecAsync(
            ["docker", "run", "--detach", "--network", "shop", "-v", "/data", "-v", "data:/named", Busybox, "sleep", "infinity"], Token);

        await docker.ResetAsync(Token);

        (await engine.ListContainersAsync(new ContainerFilter { All = true }, Token)).Should().BeEmpty();
        (await engine.ListImagesAsync(Token)).Should().BeEmpty();
        (await docker.Container.ExecAsync(["docker", "volume", "ls", "--quiet"], Token)).Stdout.Should().BeEmpty();
        (await docker.Container.ExecAsync(["docker", "network", "ls", "--format", "{{.Name}}"], Token)).Stdout.Should().NotContain("shop");
        // A reset without resources succeeds too.
        await docker.ResetAsync(Token);
    }

    // An engine whose host has lost a capability starts no privileged container. The rights that an engine uses are enough.
    private async Task<DockerInDocker> RunAsync()
    {
        var spec = new DockerInDockerSpec();
        var isPrivileged = (await DockerCli.TryAsync("run", "--rm", "--privileged", "--label", "ck.test", Busybox, "true")).Code == 0;
        var container = isPrivileged ? Spec() : Spec() with
        {
            AddCapabilities = ["SYS_ADMIN", "NET_ADMIN", "SYS_PTRACE"],
            SecurityOptions = ["seccomp=unconfined", "apparmor=unconfined"],
            Environment = new Dictionary<string, string> { ["DOCKER_REMOUNT_SYS_RW"] = "1" },
        };
        spec = spec with { Image = await RequireImageAsync(spec.Image), Container = container, Privileged = isPrivileged };
        return await DockerInDocker.Run(spec).ExecuteAsync(Token);
    }
}
