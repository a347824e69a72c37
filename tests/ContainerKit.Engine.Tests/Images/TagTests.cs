namespace ContainerKit.Engine.Tests.Images;

public sealed class TagTests : EngineTest
{
    [DockerFact]
    public async Task Tagging_adds_a_name_to_the_same_image()
    {
        var busybox = await Image.Pull(Busybox);

        var tagged = await Image.Pull(Busybox).Tag(Unique("tag") + ":1").Tag($"example.org:5000/{Unique("tag")}/deep:2");

        tagged.Id.Should().Be(busybox.Id);
        (await ImagesAsync()).Should().BeEquivalentTo(Unique("tag") + ":1", $"example.org:5000/{Unique("tag")}/deep:2");
    }

    [DockerFact]
    public async Task Tagging_without_a_tag_uses_latest()
    {
        var tagged = await (await Image.Pull(Busybox)).TagAsync(Unique("latest"), Token);

        tagged.Reference.Tag.Should().Be("latest");
        (await ImagesAsync()).Should().Equal(Unique("latest") + ":latest");
    }

    [DockerFact]
    public async Task Removing_one_name_of_an_image_keeps_its_other_names()
    {
        var first = await Image.Pull(Busybox).Tag(Unique("names") + ":1");
        await first.TagAsync(Unique("names") + ":2", Token);

        await first.RemoveAsync(Token);

        (await ImagesAsync()).Should().Equal(Unique("names") + ":2");
        await FluentActions.Awaiting(() => first.RemoveAsync(Token)).Should().ThrowAsync<ImageNotFoundException>();
    }

    [DockerFact]
    public async Task Failing_plan_removes_the_name_that_it_added()
    {
        var plan = Image.Pull(Busybox).Tag(Unique("undone")).Run(Spec("false")).Output();

        await FluentActions.Awaiting(() => plan.ExecuteAsync(Token)).Should().ThrowAsync<RunFailedException>();

        (await ImagesAsync()).Should().BeEmpty();
        (await DockerCli.ExistsAsync(Busybox)).Should().BeTrue("the plan removes only the name that it added");
    }
}
