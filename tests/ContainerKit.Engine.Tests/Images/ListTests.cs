namespace ContainerKit.Engine.Tests.Images;

public sealed class ListTests : EngineTest
{
    [DockerFact]
    public async Task Images_are_filtered_by_reference_label_age_and_dangling()
    {
        var old = await Sleeper().Commit(Unique("list") + ":old");
        await Sleeper().Commit(Unique("list") + ":moved");
        var young = await Sleeper().Commit(Unique("list") + ":moved");
        var label = Mark.Single();

        async Task<IEnumerable<string>> IdsAsync(ImageFilter filter) => (await Image.List(filter).ExecuteAsync(Token)).Select(image => image.Id);
        (await IdsAsync(new() { References = [Unique("list") + ":o*"] })).Should().Equal(old.Id);
        (await IdsAsync(new() { References = [Unique("list"), Unique("none")] })).Should().BeEquivalentTo(old.Id, young.Id);
        var labelled = new ImageFilter { Labels = [$"{label.Key}={label.Value}"] };
        (await IdsAsync(labelled)).Should().HaveCount(3).And.Contain([old.Id, young.Id]);
        (await IdsAsync(labelled with { Dangling = true })).Should().HaveCount(1).And.NotContain([old.Id, young.Id]);
        (await IdsAsync(labelled with { Dangling = false })).Should().BeEquivalentTo(old.Id, young.Id);
        (await IdsAsync(labelled with { Since = old.Id })).Should().HaveCount(2).And.Contain(young.Id);
        (await IdsAsync(labelled with { Before = Unique("list") + ":moved" })).Should().HaveCount(2).And.Contain(old.Id);
        (await IdsAsync(new() { References = [Unique("none")] })).Should().BeEmpty();
        await FluentActions.Awaiting(() => IdsAsync(new() { Before = Unique("none") })).Should().ThrowAsync<ContainerKitException>().WithMessage($"*{Unique("none")}*");

        await (await DockerEngine.Default.FindImageAsync((await IdsAsync(labelled with { Dangling = true })).Single(), Token)).RemoveAsync(Token);
    }

    [DockerFact]
    public async Task Listed_image_equals_that_of_the_Docker_CLI()
    {
        var image = await Sleeper().Commit(Unique("told") + ":1").Tag(Unique("told") + ":2");

        var told = (await DockerEngine.Default.ListImagesAsync(new ImageFilter { References = [Unique("told")] }, Token)).Should().ContainSingle().Which;

        var witness = await InspectAsync(image.Id);
        told.Id.Should().Be(image.Id);
        told.Tags.Should().BeEquivalentTo(Unique("told") + ":1", Unique("told") + ":2");
        told.IsDangling.Should().BeFalse();
        told.SizeBytes.Should().Be(witness.GetProperty("Size").GetInt64());
        told.CreatedAt!.Value.ToUnixTimeSeconds().Should().Be(witness.GetProperty("Created").GetDateTimeOffset().ToUnixTimeSeconds());
        told.Labels.Should().Contain(Mark);
        told.ToString().Should().Contain(Unique("told") + ":1").And.Contain("MB");
    }

    [DockerFact]
    public async Task Image_is_found_by_name_id_and_id_prefix()
    {
        var image = await Sleeper().Commit(Unique("find") + ":1");
        var engine = DockerEngine.Default;

        foreach (var text in (string[])[Unique("find") + ":1", image.Id, image.Id["sha256:".Length..], image.Id["sha256:".Length..][..12]])
            (await engine.FindImageAsync(text, Token)).Id.Should().Be(image.Id);
        (await engine.FindImageAsync(image.Id["sha256:".Length..][..12], Token)).Reference.ToString().Should().Be(Unique("find") + ":1");
        (await Image.Find(image.Id["sha256:".Length..][..12]).Run(Spec("echo", "found")).Output()).Should().Be("found\n");
        await FluentActions.Awaiting(() => engine.FindImageAsync(Unique("find"), Token)).Should().ThrowAsync<ImageNotFoundException>("its tag is not the latest").WithMessage("*Image.List*");
        (await Image.Local(image.Id).Run(Spec("echo", "by id")).Output()).Should().Be("by id\n");
        await FluentActions.Awaiting(() => engine.FindImageAsync("Not A Name", Token)).Should().ThrowAsync<ArgumentException>();
        var missing = "sha256:" + new string('0', 64);
        await FluentActions.Awaiting(() => Image.Pull(missing).ExecuteAsync(Token)).Should().ThrowAsync<ImageNotFoundException>().WithMessage("*cannot be pulled*");
    }

    [DockerFact]
    public async Task Failing_plan_does_not_remove_an_image_that_had_no_name_before()
    {
        await Sleeper().Commit(Unique("nameless"));
        var nameless = await DockerEngine.Default.FindImageAsync(Unique("nameless"), Token);
        await Sleeper().Commit(Unique("nameless"));

        var failure = await FluentActions.Awaiting(() => Image.Local(nameless.Id).Tag(Unique("named")).Run(Spec("false")).Output().ExecuteAsync(Token)).Should().ThrowAsync<RunFailedException>();

        failure.Which.RemainingResources.Should().Contain($"image {Unique("named")}:latest");
        (await DockerCli.ExistsAsync(nameless.Id)).Should().BeTrue();
    }

    private ContainerPlan Sleeper() => Image.Pull(Busybox).Run(Spec("sleep", "infinity")).Exec("sh", "-c", $"echo {Guid.NewGuid()} > /different");
}
