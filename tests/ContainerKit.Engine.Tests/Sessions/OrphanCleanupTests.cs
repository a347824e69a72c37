using System.Diagnostics;
using ContainerKit.Sessions;
using ContainerKit.Testing;
using ContainerKit.Testing.Sessions;

namespace ContainerKit.Engine.Tests.Sessions;

/// <summary>A session that begins removes what sessions before it left, and nothing else.</summary>
public sealed class OrphanCleanupTests : EngineTest
{
    private const string AnotherBoot = "0123456789ab";

    private static readonly SessionOwner _here = SessionOwner.This with { IsSessionManaged = true };

    [DockerFact]
    public async Task Only_what_a_process_left_that_is_surely_gone_is_swept_up()
    {
        var gone = await EndedProcessAsync();
        SessionOwner[] swept = [gone, _here with { Start = _here.Start + 1 }];
        SessionOwner[] spared =
        [
            _here, gone with { IsSessionManaged = false }, gone with { Host = "0123456789ab" }, gone with { PidNamespace = "1" }, gone with { Start = 0 },
            gone with { Boot = AnotherBoot },
        ];
        try
        {
            foreach (var owner in swept.Concat(spared)) await VolumeAsync(owner);
            var container = await DockerCli.AskAsync("run", "--detach", "--label", Label(gone), "--volume", Name(gone) + ":/v", Busybox, "sleep", "600");
            var image = await DockerCli.AskAsync("commit", "--change", $"LABEL {ResourceLabels.ImageSession}={gone}", container, Unique("swept"));
            await DockerCli.AskAsync("network", "create", "--label", Label(gone), Unique("net"));
            foreach (var owner in (SessionOwner[])[gone, _here]) await DockerCli.AskAsync("tag", Busybox, UnnamedImage(owner));

            var link = await DockerEngine.Default.LinkAsync(Token);
            (await OrphanCleanup.RunAsync(link.Endpoint, link.ApiVersion)).Remaining.Should().BeEmpty();

            foreach (var owner in swept) (await VolumeExistsAsync(owner)).Should().BeFalse($"{owner} is over");
            foreach (var owner in spared) (await VolumeExistsAsync(owner)).Should().BeTrue($"{owner} may not be over");
            (await DisposeProbe.FindAsync(Label(gone), Token)).Should().BeEmpty();
            (await DockerCli.ExistsAsync(image)).Should().BeFalse();
            (await DockerCli.ExistsAsync(UnnamedImage(gone))).Should().BeFalse();
            (await DockerCli.ExistsAsync(UnnamedImage(_here))).Should().BeTrue();
        }
        finally
        {
            await DockerCli.TryAsync("rmi", UnnamedImage(_here));
            foreach (var owner in spared) await DockerCli.TryAsync("volume", "rm", Name(owner));
        }
    }

    [DockerFact]
    public async Task What_is_older_than_this_boot_is_swept_up_on_this_machines_own_engine_alone()
    {
        var link = await DockerEngine.Default.LinkAsync(Token);
        // As if this machine had been started since.
        var booted = DateTimeOffset.UtcNow.AddDays(1);
        var earlier = await EndedProcessAsync() with { Boot = AnotherBoot };
        await VolumeAsync(earlier);
        try
        {
            await using (var tunnel = await EngineProxy.StartAsync())
            {
                await using var tunnelled = new DockerEngine(tunnel.Options);
                var seen = await tunnelled.LinkAsync(Token);

                (await OrphanCleanup.RunAsync(seen.Endpoint, seen.ApiVersion, booted)).Removed.Should().NotContain(thing => thing.Contains(AnotherBoot, StringComparison.Ordinal));

                (await VolumeExistsAsync(earlier)).Should().BeTrue("a socket that is here may lead to an engine elsewhere, where a copy of this machine is at work");
            }

            await OrphanCleanup.RunAsync(link.Endpoint, link.ApiVersion, booted);

            (await VolumeExistsAsync(earlier)).Should().Be(!EngineLocality.IsLocalMachine(link.Endpoint));
        }
        finally
        {
            await DockerCli.TryAsync("volume", "rm", Name(earlier));
        }
    }

    [DockerFact]
    public async Task A_session_begins_with_a_sweep()
    {
        var gone = await EndedProcessAsync();
        await VolumeAsync(gone);

        await using var victim = await CrashTestApp.StartAndWaitAsync("end");
        await victim.EndAsync();
        (await victim.LeftAsync()).Should().BeEmpty();

        (await VolumeExistsAsync(gone)).Should().BeFalse();
    }

    [DockerFact]
    public async Task A_session_can_be_emptied_and_goes_on()
    {
        await TestSession.Current.TrackAsync(DockerEngine.Default, Token);
        var container = await SleeperAsync();
        var image = await container.CommitAsync(Unique("later"), Token);
        await TestSession.Current.RemoveImageOnExitAsync(image, Token);

        await TestSession.Current.RemoveAllAsync(Token);

        (await DockerCli.ExistsAsync(container.Id)).Should().BeFalse();
        (await DockerCli.ExistsAsync(image.Id)).Should().BeFalse();
        await using var another = await SleeperAsync();
        (await InspectAsync(another.Id)).GetProperty("Config").GetProperty("Labels").GetProperty(ResourceLabels.Session).GetString()
            .Should().Be(ResourceLabels.SessionManaged);
    }

    private static async Task<SessionOwner> EndedProcessAsync()
    {
        using var process = Process.Start(new ProcessStartInfo("docker", ["version"]) { RedirectStandardOutput = true })!;
        var start = ProcessStartTime.Of(process.Id) ?? 1;
        await process.StandardOutput.ReadToEndAsync(Token);
        await process.WaitForExitAsync(Token);
        return _here with { Pid = process.Id, Start = start, Nonce = Guid.NewGuid().ToString("N")[..8] };
    }

    private static string Label(SessionOwner owner) => $"{ResourceLabels.Session}={owner}";

    private string Name(SessionOwner owner) => Unique(owner.ToString());

    private async Task VolumeAsync(SessionOwner owner) => await DockerCli.AskAsync("volume", "create", "--label", Label(owner), Name(owner));

    private static string UnnamedImage(SessionOwner owner) => $"{ResourceLabels.ImageRepository}:{owner}-0123456789ab";

    private Task<bool> VolumeExistsAsync(SessionOwner owner) => DockerCli.ExistsAsync(Name(owner));
}
