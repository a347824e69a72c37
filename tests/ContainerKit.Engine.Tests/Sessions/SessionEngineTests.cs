using ContainerKit.Sessions;
using ContainerKit.Testing;

namespace ContainerKit.Engine.Tests.Sessions;

/// <summary>What goes with the process, and what belongs to whoever it was handed to, is told for each engine.</summary>
public sealed class SessionEngineTests : EngineTest
{
    [DockerFact]
    public async Task Resources_on_an_engine_that_is_not_tracked_are_labeled_as_unmanaged()
    {
        await TestSession.Current.TrackAsync(DockerEngine.Default, Token);
        // Another address is another engine.
        await using var proxy = await EngineProxy.StartAsync();
        await using var another = new DockerEngine(proxy.Options);

        await using var here = await DockerEngine.Default.CreateVolumeAsync(new VolumeSpec { Name = Unique("here") }, Token);
        await using var there = await another.CreateVolumeAsync(new VolumeSpec { Name = Unique("there") }, Token);
        await using var network = await another.CreateNetworkAsync(new NetworkSpec { Name = Unique("there") }, Token);
        await using var container = await Image.Pull(Busybox).Run(Spec("sleep", "infinity")).On(another).ExecuteAsync(Token);

        (await SessionAsync("volume", here.Name)).Should().Be(ResourceLabels.SessionManaged);
        (await SessionAsync("volume", there.Name)).Should().Be(ResourceLabels.Unmanaged, "no watchdog and no end of the process removes it, and no later sweep must");
        (await SessionAsync("network", network.Id)).Should().Be(ResourceLabels.Unmanaged);
        (await SessionAsync("container", container.Id)).Should().Be(ResourceLabels.Unmanaged);
    }

    [DockerFact]
    public async Task Resources_created_after_a_failed_TrackAsync_are_labeled_as_unmanaged()
    {
        await using var proxy = await EngineProxy.StartAsync();
        await using var engine = new DockerEngine(proxy.Options with { ConnectTimeout = TimeSpan.FromSeconds(1) });
        proxy.Vanish();
        await FluentActions.Awaiting(() => TestSession.Current.TrackAsync(engine, Token)).Should().ThrowAsync<EngineUnavailableException>();
        proxy.Return();
        await using var patient = new DockerEngine(proxy.Options);

        await using var volume = await patient.CreateVolumeAsync(new VolumeSpec { Name = Unique("unprotected") }, Token);

        (await SessionAsync("volume", volume.Name)).Should().Be(ResourceLabels.Unmanaged);
    }

    private static Task<string> SessionAsync(string kind, string name) => DockerCli.AskAsync(
        kind, "inspect", "--format", $"{{{{index {(kind == "container" ? ".Config.Labels" : ".Labels")} \"{ResourceLabels.Session}\"}}}}", name);
}
