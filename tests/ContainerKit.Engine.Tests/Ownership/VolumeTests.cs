namespace ContainerKit.Engine.Tests.Verbs.Ownership;

/// <summary>The images of redis and postgres declare volumes, so each container of theirs gets one without a name.</summary>
public sealed class VolumeTests : EngineTest
{
    [DockerFact]
    public async Task Anonymous_volumes_are_removed_with_a_disposed_container()
    {
        var container = await Image.Pull("redis:7").Run(Spec());
        var volume = await VolumeOfAsync(container);
        (await DockerCli.ExistsAsync(volume)).Should().BeTrue();

        await container.DisposeAsync();

        (await DockerCli.ExistsAsync(volume)).Should().BeFalse();
    }

    [DockerFact]
    public async Task Anonymous_volumes_are_removed_with_a_container_that_the_plan_removes()
    {
        var volume = "";

        await Image.Pull("postgres:15").Run(Spec("sleep", "infinity")).Do(async (container, _) => volume = await VolumeOfAsync(container)).Capture("true");

        (await DockerCli.ExistsAsync(volume)).Should().BeFalse();
    }

    [DockerFact]
    public async Task Anonymous_volumes_are_removed_with_the_container_of_a_failed_plan()
    {
        var volume = "";
        var chain = Image.Pull("redis:7").Run(Spec()).Do(async (container, _) => volume = await VolumeOfAsync(container)).Exec("false");

        await FluentActions.Awaiting(() => chain.ExecuteAsync(Token)).Should().ThrowAsync<ExecFailedException>();

        (await DockerCli.ExistsAsync(volume)).Should().BeFalse();
    }

    private static async Task<string> VolumeOfAsync(Container container)
    {
        var mounts = (await InspectAsync(container.Id)).GetProperty("Mounts");
        mounts.GetArrayLength().Should().Be(1);
        return mounts[0].GetProperty("Name").GetString()!;
    }
}
