namespace ContainerKit.Engine.Tests.Plans;

/// <summary>Tests the first example of the README, as a plan and with handles.</summary>
public sealed class ReadmeExampleTests : EngineTest
{
    [DockerFact]
    public async Task Readme_example_leaves_an_image_with_the_file_and_no_container()
    {
        var session = await GetSessionLabelAsync();
        var name = Unique("headline") + ":0.1";

        var image = await Image.Pull("debian:bookworm-slim").Run("sleep", "infinity").Exec("touch", "/x").Commit(name);

        image.Reference.ToString().Should().Be(name);
        (await DockerCli.GetOutputAsync("image", "inspect", "--format", "{{.Id}}", name)).Should().Be(image.Id);
        (await DockerCli.GetOutputAsync("run", "--rm", name, "ls", "/x")).Should().Be("/x");
        (await DockerCli.GetOutputAsync("ps", "-aq", "--filter", "label=" + session)).Should().BeEmpty();
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

        (await DockerCli.GetOutputAsync("run", "--rm", image.Id, "ls", "/x")).Should().Be("/x");
        await image.RemoveAsync(Token);
        (await DockerCli.ExistsAsync(image.Id)).Should().BeFalse();
    }

    // Returns the label that identifies the containers of this process.
    private async Task<string> GetSessionLabelAsync()
    {
        await using var container = await SleeperAsync();
        var labels = (await container.InspectAsync(Token)).Labels;
        return "containerkit.session=" + labels["containerkit.session"];
    }
}
