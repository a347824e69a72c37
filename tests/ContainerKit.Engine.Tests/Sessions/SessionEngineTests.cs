using ContainerKit.Services;
using ContainerKit.Sessions;

namespace ContainerKit.Engine.Tests.Sessions;

/// <summary>Checks that the session labels depend on whether the session tracks the engine.</summary>
public sealed class SessionEngineTests : EngineTest
{
    [DockerFact]
    public async Task Resources_on_an_engine_that_is_not_tracked_are_labeled_as_unmanaged()
    {
        await TestCleanupSession.Current.TrackAsync(DockerEngine.Default, Token);
        // The session identifies engines by address, so the proxy counts as another engine.
        await using var proxy = await EngineProxy.StartAsync();
        await using var another = new DockerEngine(proxy.Options);

        await using var here = await DockerEngine.Default.CreateVolumeAsync(new VolumeSpec { Name = Unique("here") }, Token);
        await using var there = await another.CreateVolumeAsync(new VolumeSpec { Name = Unique("there") }, Token);
        await using var network = await another.CreateNetworkAsync(new NetworkSpec { Name = Unique("there") }, Token);
        await using var container = await Image.Pull(Busybox).Run(Spec("sleep", "infinity")).On(another).ExecuteAsync(Token);

        (await GetSessionLabelAsync("volume", here.Name)).Should().Be(ResourceLabels.SessionManaged);
        (await GetSessionLabelAsync("volume", there.Name))
            .Should().Be(ResourceLabels.Unmanaged, "neither the session nor a later orphan cleanup may remove it");
        (await GetSessionLabelAsync("network", network.Id)).Should().Be(ResourceLabels.Unmanaged);
        (await GetSessionLabelAsync("container", container.Id)).Should().Be(ResourceLabels.Unmanaged);
    }

    [DockerFact]
    public async Task Resources_created_after_a_failed_TrackAsync_are_labeled_as_unmanaged()
    {
        await using var proxy = await EngineProxy.StartAsync();
        await using var engine = new DockerEngine(proxy.Options with { ConnectTimeout = TimeSpan.FromSeconds(1) });
        proxy.StopListening();
        await FluentActions.Awaiting(() => TestCleanupSession.Current.TrackAsync(engine, Token))
            .Should().ThrowAsync<EngineUnavailableException>();
        proxy.ResumeListening();
        await using var reconnected = new DockerEngine(proxy.Options);

        await using var volume = await reconnected.CreateVolumeAsync(new VolumeSpec { Name = Unique("untracked") }, Token);

        (await GetSessionLabelAsync("volume", volume.Name)).Should().Be(ResourceLabels.Unmanaged);
    }

    private static Task<string> GetSessionLabelAsync(string kind, string name) => DockerCli.GetOutputAsync(
        kind, "inspect", "--format",
        $"{{{{index {(kind == "container" ? ".Config.Labels" : ".Labels")} \"{ResourceLabels.Session}\"}}}}", name);
}
