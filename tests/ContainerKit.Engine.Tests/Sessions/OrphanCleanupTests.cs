using System.Diagnostics;
using ContainerKit.Cleanup;
using ContainerKit.Services;
using ContainerKit.Sessions;

namespace ContainerKit.Engine.Tests.Sessions;

/// <summary>Checks that a new session removes the resources that dead sessions left behind, and no others.</summary>
[Trait("Shard", "alone")]
public sealed class OrphanCleanupTests : EngineTest
{
    private const string AnotherBoot = "0123456789ab";

    private static readonly SessionOwner _here = SessionOwner.This with { IsSessionManaged = true };

    [DockerFact]
    public async Task Orphan_cleanup_removes_only_resources_of_processes_that_are_definitely_dead()
    {
        var orphan = await CreateDeadOwnerAsync();
        SessionOwner[] dead = [orphan, _here with { Start = _here.Start + 1 }];
        SessionOwner[] possiblyAlive =
        [
            _here, orphan with { IsSessionManaged = false }, orphan with { Host = "0123456789ab" },
            orphan with { PidNamespace = "1" }, orphan with { Start = 0 },
            orphan with { Boot = AnotherBoot },
        ];
        try
        {
            foreach (var owner in dead.Concat(possiblyAlive)) await CreateVolumeAsync(owner);
            var container = await DockerCli.GetOutputAsync(
                "run", "--detach", "--label", Label(orphan), "--volume", Name(orphan) + ":/v", Busybox, "sleep", "600");
            // The image inherits the label, and so does the container that a user creates from it.
            await EngineHttp.CommitAsync(container, Unique("orphan"));
            await DockerCli.GetOutputAsync("create", "--name", Unique("mine"), "--volume", "/data", Unique("orphan"));
            var data = await DockerCli.GetOutputAsync(
                "inspect", "--format", "{{range .Mounts}}{{.Name}}{{end}}", Unique("mine"));
            await DockerCli.GetOutputAsync("network", "create", "--label", Label(orphan), Unique("net"));
            foreach (var owner in (SessionOwner[])[orphan, _here]) await DockerCli.GetOutputAsync("tag", Busybox, UnnamedImage(owner));

            var client = DockerEngine.Default.ApiClient;
            var report = await OrphanCleanup.RunAsync(new EngineCleanupClient(client), await client.GetEndpointAsync(Token));
            report.Remaining.Should().BeEmpty();

            foreach (var owner in dead) (await VolumeExistsAsync(owner)).Should().BeFalse($"{owner} is definitely dead");
            foreach (var owner in possiblyAlive) (await VolumeExistsAsync(owner)).Should().BeTrue($"{owner} may be alive");
            (await DisposeProbe.FindAsync(Label(orphan), Token)).Select(leftover => leftover.ToString())
                .Should().Equal($"container {Unique("mine")}", $"image {Unique("orphan")}:latest");
            (await DockerCli.ExistsAsync(data)).Should().BeTrue("it is the anonymous volume of the user's container");
            (await DockerCli.ExistsAsync(UnnamedImage(orphan))).Should().BeFalse();
            (await DockerCli.ExistsAsync(UnnamedImage(_here))).Should().BeTrue();
        }
        finally
        {
            await DockerCli.RunIgnoringErrorsAsync("rm", "--force", "--volumes", Unique("mine"));
            await DockerCli.RunIgnoringErrorsAsync("rmi", Unique("orphan"));
            await DockerCli.RunIgnoringErrorsAsync("rmi", UnnamedImage(_here));
            foreach (var owner in possiblyAlive) await DockerCli.RunIgnoringErrorsAsync("volume", "rm", Name(owner));
        }
    }

    [DockerFact]
    public async Task Orphan_cleanup_removes_resources_from_before_the_boot_only_on_the_local_engine()
    {
        var client = DockerEngine.Default.ApiClient;
        var endpoint = await client.GetEndpointAsync(Token);
        // Simulates a boot of this machine after the process exited.
        var booted = DateTimeOffset.UtcNow.AddDays(1);
        var earlier = await CreateDeadOwnerAsync() with { Boot = AnotherBoot };
        await CreateVolumeAsync(earlier);
        try
        {
            await using (var tunnel = await EngineProxy.StartAsync())
            {
                await using var remote = new DockerEngine(tunnel.Options);
                var remoteClient = new EngineCleanupClient(remote.ApiClient);

                (await OrphanCleanup.RunAsync(remoteClient, await remote.ApiClient.GetEndpointAsync(Token), booted))
                    .Removed.Should().NotContain(resource => resource.Contains(AnotherBoot, StringComparison.Ordinal));

                (await VolumeExistsAsync(earlier))
                    .Should().BeTrue("a local socket may lead to a remote engine that a clone of this machine uses");
            }

            await OrphanCleanup.RunAsync(new EngineCleanupClient(client), endpoint, booted);

            (await VolumeExistsAsync(earlier)).Should().Be(!EngineLocality.IsLocalMachine(endpoint));
        }
        finally
        {
            await DockerCli.RunIgnoringErrorsAsync("volume", "rm", Name(earlier));
        }
    }

    [DockerFact]
    public async Task Session_start_runs_the_orphan_cleanup()
    {
        var orphan = await CreateDeadOwnerAsync();
        await CreateVolumeAsync(orphan);

        await using var app = await CrashTestApp.StartAndWaitAsync("end");
        await app.WaitForExitAsync();
        (await app.GetFinalLeftoversAsync()).Should().BeEmpty();

        (await VolumeExistsAsync(orphan)).Should().BeFalse();
    }

    [DockerFact]
    public async Task RemoveAll_removes_the_resources_of_the_session_and_keeps_it_usable()
    {
        await TestCleanupSession.Current.TrackAsync(DockerEngine.Default, Token);
        var container = await SleeperAsync();
        var image = await container.CommitAsync(Unique("later"), Token);
        await TestCleanupSession.Current.RemoveImageOnExitAsync(image, Token);

        await TestCleanupSession.Current.RemoveAllAsync(Token);

        (await DockerCli.ExistsAsync(container.Id)).Should().BeFalse();
        (await DockerCli.ExistsAsync(image.Id)).Should().BeFalse();
        await using var another = await SleeperAsync();
        (await InspectAsync(another.Id)).GetProperty("Config").GetProperty("Labels").GetProperty(ResourceLabels.Session).GetString()
            .Should().Be(ResourceLabels.SessionManaged);
    }

    [DockerFact]
    public async Task RemoveAll_keeps_a_container_of_the_user_that_inherited_the_labels_of_the_session()
    {
        await TestCleanupSession.Current.TrackAsync(DockerEngine.Default, Token);
        var container = await SleeperAsync();
        try
        {
            await EngineHttp.CommitAsync(container.Id, Unique("inherited"));
            await DockerCli.GetOutputAsync("create", "--name", Unique("mine"), Unique("inherited"));
            // The library's own container of that image has the same session, but another create request.
            var own = await Image.Local(Unique("inherited")).Create(Spec()).ExecuteAsync(Token);

            await TestCleanupSession.Current.RemoveAllAsync(Token);

            (await DockerCli.ExistsAsync(container.Id)).Should().BeFalse();
            (await DockerCli.ExistsAsync(own.Id)).Should().BeFalse();
            (await DockerCli.ExistsAsync(Unique("mine"))).Should().BeTrue();
        }
        finally
        {
            await DockerCli.RunIgnoringErrorsAsync("rm", "--force", Unique("mine"));
            await DockerCli.RunIgnoringErrorsAsync("rmi", Unique("inherited"));
        }
    }

    [DockerFact]
    public async Task Orphan_cleanup_keeps_an_image_whose_label_names_a_dead_session()
    {
        var orphan = await CreateDeadOwnerAsync();
        await using var container = await SleeperAsync();
        var image = await EngineHttp.CommitAsync(container.Id, Unique("labeled"), $"LABEL containerkit.image-session={orphan}");
        try
        {
            var client = DockerEngine.Default.ApiClient;
            await OrphanCleanup.RunAsync(new EngineCleanupClient(client), await client.GetEndpointAsync(Token));

            (await DockerCli.ExistsAsync(image)).Should().BeTrue("images inherit labels, so a label is no proof");
        }
        finally
        {
            await DockerCli.RunIgnoringErrorsAsync("rmi", Unique("labeled"));
        }
    }

    private static async Task<SessionOwner> CreateDeadOwnerAsync()
    {
        using var process = Process.Start(new ProcessStartInfo("docker", ["version"]) { RedirectStandardOutput = true })!;
        var start = ProcessStartTime.Get(process.Id) ?? 1;
        await process.StandardOutput.ReadToEndAsync(Token);
        await process.WaitForExitAsync(Token);
        return _here with { Pid = process.Id, Start = start, Nonce = Guid.NewGuid().ToString("N")[..8] };
    }

    private static string Label(SessionOwner owner) => $"{ResourceLabels.Session}={owner}";

    private string Name(SessionOwner owner) => Unique(owner.ToString());

    private async Task CreateVolumeAsync(SessionOwner owner) =>
        await DockerCli.GetOutputAsync("volume", "create", "--label", Label(owner), Name(owner));

    private static string UnnamedImage(SessionOwner owner) => $"{ResourceLabels.ImageRepository}:{owner}-0123456789ab";

    private Task<bool> VolumeExistsAsync(SessionOwner owner) => DockerCli.ExistsAsync(Name(owner));
}
