using System.Diagnostics;
using ContainerKit.Cleanup;
using ContainerKit.Testing;
using ContainerKit.Testing.Sessions;

namespace ContainerKit.Engine.Tests.Sessions;

/// <summary>A session that begins removes what sessions before it left, and nothing else.</summary>
public sealed class SweepTests : EngineTest
{
    private const string AnotherBoot = "0123456789ab";

    private static readonly SessionOwner _here = SessionOwner.This with { IsGuarded = true };

    [EngineFact]
    public async Task Only_what_a_process_left_that_is_surely_gone_is_swept_up()
    {
        var gone = await EndedProcessAsync();
        SessionOwner[] swept = [gone, _here with { Start = _here.Start + 1 }];
        SessionOwner[] spared =
        [
            _here, gone with { IsGuarded = false }, gone with { Host = "0123456789ab" }, gone with { PidSpace = "1" }, gone with { Start = 0 },
            gone with { Boot = AnotherBoot },
        ];
        try
        {
            foreach (var owner in swept.Concat(spared)) await VolumeAsync(owner);
            var container = await DockerCommand.AskAsync("run", "--detach", "--label", Label(gone), "--volume", Name(gone) + ":/v", Busybox, "sleep", "600");
            var image = await DockerCommand.AskAsync("commit", "--change", $"LABEL {OwnLabels.ImageSession}={gone}", container, Unique("swept"));
            await DockerCommand.AskAsync("network", "create", "--label", Label(gone), Unique("net"));
            foreach (var owner in (SessionOwner[])[gone, _here]) await DockerCommand.AskAsync("tag", Busybox, UnnamedImage(owner));

            var link = await DockerEngine.Default.LinkAsync(Token);
            (await Sweep.RunAsync(link.Endpoint, link.ApiVersion)).Left.Should().BeEmpty();

            foreach (var owner in swept) (await VolumeExistsAsync(owner)).Should().BeFalse($"{owner} is over");
            foreach (var owner in spared) (await VolumeExistsAsync(owner)).Should().BeTrue($"{owner} may not be over");
            (await Witness.FindAsync(Label(gone), Token)).Should().BeEmpty();
            (await DockerCommand.ExistsAsync(image)).Should().BeFalse();
            (await DockerCommand.ExistsAsync(UnnamedImage(gone))).Should().BeFalse();
            (await DockerCommand.ExistsAsync(UnnamedImage(_here))).Should().BeTrue();
        }
        finally
        {
            await DockerCommand.TryAsync("rmi", UnnamedImage(_here));
            foreach (var owner in spared) await DockerCommand.TryAsync("volume", "rm", Name(owner));
        }
    }

    [EngineFact]
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

                (await Sweep.RunAsync(seen.Endpoint, seen.ApiVersion, booted)).Removed.Should().NotContain(thing => thing.Contains(AnotherBoot, StringComparison.Ordinal));

                (await VolumeExistsAsync(earlier)).Should().BeTrue("a socket that is here may lead to an engine elsewhere, where a copy of this machine is at work");
            }

            await Sweep.RunAsync(link.Endpoint, link.ApiVersion, booted);

            (await VolumeExistsAsync(earlier)).Should().Be(!EngineMachine.IsThis(link.Endpoint));
        }
        finally
        {
            await DockerCommand.TryAsync("volume", "rm", Name(earlier));
        }
    }

    [EngineFact]
    public async Task A_session_begins_with_a_sweep()
    {
        var gone = await EndedProcessAsync();
        await VolumeAsync(gone);

        await using var victim = await Victim.StartAndWaitAsync("end");
        await victim.EndAsync();
        (await victim.LeftAsync()).Should().BeEmpty();

        (await VolumeExistsAsync(gone)).Should().BeFalse();
    }

    [EngineFact]
    public async Task A_session_can_be_emptied_and_goes_on()
    {
        await TestSession.Current.ProtectAsync(DockerEngine.Default, Token);
        var container = await SleeperAsync();
        var image = await container.CommitAsync(Unique("later"), Token);
        await TestSession.Current.RemoveLaterAsync(image, Token);

        await TestSession.Current.RemoveAllAsync(Token);

        (await DockerCommand.ExistsAsync(container.Id)).Should().BeFalse();
        (await DockerCommand.ExistsAsync(image.Id)).Should().BeFalse();
        await using var another = await SleeperAsync();
        (await InspectAsync(another.Id)).GetProperty("Config").GetProperty("Labels").GetProperty(OwnLabels.Session).GetString()
            .Should().Be(OwnLabels.Guarded);
    }

    private static async Task<SessionOwner> EndedProcessAsync()
    {
        using var process = Process.Start(new ProcessStartInfo("docker", ["version"]) { RedirectStandardOutput = true })!;
        var start = ProcessStart.Of(process.Id) ?? 1;
        await process.StandardOutput.ReadToEndAsync(Token);
        await process.WaitForExitAsync(Token);
        return _here with { Pid = process.Id, Start = start, Nonce = Guid.NewGuid().ToString("N")[..8] };
    }

    private static string Label(SessionOwner owner) => $"{OwnLabels.Session}={owner}";

    private string Name(SessionOwner owner) => Unique(owner.ToString());

    private async Task VolumeAsync(SessionOwner owner) => await DockerCommand.AskAsync("volume", "create", "--label", Label(owner), Name(owner));

    private static string UnnamedImage(SessionOwner owner) => $"{OwnLabels.ImageRepository}:{owner}-0123456789ab";

    private Task<bool> VolumeExistsAsync(SessionOwner owner) => DockerCommand.ExistsAsync(Name(owner));
}
