namespace ContainerKit.Engine.Tests.Verbs.Plans;

public sealed class HeadlineTests : EngineTest
{
    [DockerFact]
    public async Task Readme_example_leaves_an_image_with_the_file_and_no_container()
    {
        var session = await SessionAsync();
        var name = Unique("headline") + ":0.1";

        var image = await Image.Pull("debian:bookworm-slim").Run("sleep", "infinity").Exec("touch", "/x").Commit(name);

        image.Reference.ToString().Should().Be(name);
        (await DockerCli.AskAsync("image", "inspect", "--format", "{{.Id}}", name)).Should().Be(image.Id);
        (await DockerCli.AskAsync("run", "--rm", name, "ls", "/x")).Should().Be("/x");
        (await DockerCli.AskAsync("ps", "-aq", "--filter", "label=" + session)).Should().BeEmpty();
    }

    [DockerFact]
    public async Task Readme_example_with_handles_leaves_an_image_with_the_file()
    {
        var debian = await Image.Pull(Debian);
        Image image;
        await using (var container = await debian.RunAsync(["sleep", "infinity"], Token))
        {
            await container.ExecAsync(["touch", "/x"], Token);
            image = await container.CommitAsync(Unique("handles"), Token);
        }

        (await DockerCli.AskAsync("run", "--rm", image.Id, "ls", "/x")).Should().Be("/x");
        await image.RemoveAsync(Token);
        (await DockerCli.ExistsAsync(image.Id)).Should().BeFalse();
    }

    // What the engine can tell this process's containers from those of any other by.
    private async Task<string> SessionAsync()
    {
        await using var container = await SleeperAsync();
        var labels = (await container.InspectAsync(Token)).Labels;
        return "containerkit.session=" + labels["containerkit.session"];
    }
}
