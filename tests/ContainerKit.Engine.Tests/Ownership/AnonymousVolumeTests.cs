namespace ContainerKit.Engine.Tests.Ownership;

/// <summary>Tests the removal of anonymous volumes. The images of redis and postgres declare one each.</summary>
public sealed class AnonymousVolumeTests : EngineTest
{
    [DockerFact]
    public async Task Anonymous_volumes_are_removed_with_a_disposed_container()
    {
        var container = await Image.Pull("redis:7").Run(Spec());
        var volume = await GetVolumeNameAsync(container);
        (await DockerCli.ExistsAsync(volume)).Should().BeTrue();

        await container.DisposeAsync();

        (await DockerCli.ExistsAsync(volume)).Should().BeFalse();
    }

    [DockerFact]
    public async Task Anonymous_volumes_are_removed_with_a_container_that_the_plan_removes()
    {
        var volume = "";

        await Image.Pull("postgres:15").Run(Spec("sleep", "infinity"))
            .Do(async (container, _) => volume = await GetVolumeNameAsync(container)).Capture("true");

        (await DockerCli.ExistsAsync(volume)).Should().BeFalse();
    }

    [DockerFact]
    public async Task Anonymous_volumes_are_removed_with_the_container_of_a_failed_plan()
    {
        var volume = "";
        var plan = Image.Pull("redis:7").Run(Spec()).Do(async (container, _) => volume = await GetVolumeNameAsync(container)).Exec("false");

        await FluentActions.Awaiting(() => plan.ExecuteAsync(Token)).Should().ThrowAsync<ExecFailedException>();

        (await DockerCli.ExistsAsync(volume)).Should().BeFalse();
    }

    private static async Task<string> GetVolumeNameAsync(Container container)
    {
        var mounts = (await InspectAsync(container.Id)).GetProperty("Mounts");
        mounts.GetArrayLength().Should().Be(1);
        return mounts[0].GetProperty("Name").GetString()!;
    }
}
