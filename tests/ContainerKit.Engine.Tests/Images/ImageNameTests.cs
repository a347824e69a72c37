namespace ContainerKit.Engine.Tests.Images;

/// <summary>
/// The name of the image that the engine reports for a container: the text that the user wrote, as with <c>docker run</c>.
/// </summary>
public sealed class ImageNameTests : EngineTest
{
    [DockerFact]
    public async Task Container_of_a_found_image_has_the_name_or_id_that_the_user_wrote()
    {
        var image = await DockerEngine.Default.FindImageAsync(Busybox, Token);
        var name = Unique("written");
        await image.TagAsync(name, Token);
        foreach (var text in (string[])[name, $"{name}:latest", $"docker.io/library/{name}", image.Id, image.Id["sha256:".Length..][..12]])
        {
            var found = await DockerEngine.Default.FindImageAsync(text, Token);
            await ShouldHaveNameOfDockerAsync(await found.CreateAsync(Spec("true"), Token), text, image.Id);
            await ShouldHaveNameOfDockerAsync(await Image.Find(text).Create(Spec("true")).ExecuteAsync(Token), text, image.Id);
            await ShouldHaveNameOfDockerAsync(await Image.Local(text).Create(Spec("true")).ExecuteAsync(Token), text, image.Id);
            var local = await Image.Local(text).ExecuteAsync(Token);
            await ShouldHaveNameOfDockerAsync(await local.CreateAsync(Spec("true"), Token), text, image.Id);
        }
    }

    [DockerFact]
    public async Task Container_of_a_tagged_committed_or_loaded_image_has_the_name_that_the_user_wrote()
    {
        var (tag, commit) = (Unique("tagged"), Unique("committed") + ":0.1");
        var busybox = await Image.Pull(Busybox).ExecuteAsync(Token);

        var tagged = await Image.Pull(Busybox).Tag(tag).Create(Spec("true")).ExecuteAsync(Token);
        await ShouldHaveNameOfDockerAsync(tagged, tag, busybox.Id);

        var committed = await Image.Pull(Busybox).Create(Spec("true")).Commit(commit).Create(Spec("true")).ExecuteAsync(Token);
        var image = await DockerEngine.Default.FindImageAsync(commit, Token);
        await ShouldHaveNameOfDockerAsync(committed, commit, image.Id);

        using var archive = new MemoryStream();
        await image.SaveAsync(archive, Token);
        archive.Position = 0;
        await ShouldHaveNameOfDockerAsync(await Image.Load(archive).Create(Spec("true")).ExecuteAsync(Token), commit, image.Id);
    }

    [DockerFact]
    public async Task Container_of_an_image_whose_name_moved_or_was_removed_has_the_image_of_the_handle()
    {
        var name = Unique("moved");
        var first = await Image.Pull(Busybox).Tag(name).ExecuteAsync(Token);
        await Image.Pull(Busybox).Create(Spec("false")).Commit(name).ExecuteAsync(Token);
        var volume = await DockerEngine.Default.CreateVolumeAsync(new VolumeSpec { Labels = Mark }, Token);

        await using var moved = await first.CreateAsync(Spec("true") with { Name = Unique("moved") }, Token);
        await using var mounted = await first.CreateAsync(Spec("true") with { Mounts = [volume.MountAt("/data")] }, Token);
        await DockerCli.GetOutputAsync("rmi", name);
        await using var removed = await first.CreateAsync(Spec("true"), Token);

        foreach (var container in (Container[])[moved, mounted, removed])
            (await DockerCli.GetOutputAsync("inspect", "--format", "{{.Image}}", container.Id)).Should().Be(first.Id);
        (await DockerCli.GetOutputAsync("ps", "--all", "--quiet", "--no-trunc", "--filter", $"name=^/{moved.Name}$")).Should().Be(moved.Id);
        await mounted.DisposeAsync();
        await volume.RemoveAsync(cancellationToken: Token);
    }

    private async Task ShouldHaveNameOfDockerAsync(Container container, string text, string id)
    {
        await using var disposal = container;
        var labels = Mark.SelectMany(label => (string[])["--label", $"{label.Key}={label.Value}"]);
        var docker = await DockerCli.GetOutputAsync(["create", .. labels, text, "true"]);
        const string Format = "{{.Config.Image}} {{.Image}}";
        var expected = await DockerCli.GetOutputAsync("inspect", "--format", Format, docker);
        await DockerCli.GetOutputAsync("rm", docker);

        expected.Should().Be($"{text} {id}");
        (await DockerCli.GetOutputAsync("inspect", "--format", Format, container.Id)).Should().Be(expected);
    }
}
