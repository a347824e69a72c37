namespace ContainerKit.Engine.Tests.Images;

public sealed class ListTests : EngineTest
{
    [DockerFact]
    public async Task Images_are_filtered_by_reference_label_age_and_dangling()
    {
        var older = await Sleeper().Commit(Unique("list") + ":old");
        await Sleeper().Commit(Unique("list") + ":moved");
        var newer = await Sleeper().Commit(Unique("list") + ":moved");
        var label = Mark.Single();

        async Task<IEnumerable<string>> IdsAsync(ImageFilter filter) =>
            (await Image.List(filter).ExecuteAsync(Token)).Select(image => image.Id);
        (await IdsAsync(new() { References = [Unique("list") + ":o*"] })).Should().Equal(older.Id);
        (await IdsAsync(new() { References = [Unique("list"), Unique("none")] })).Should().BeEquivalentTo(older.Id, newer.Id);
        var labeled = new ImageFilter { Labels = [$"{label.Key}={label.Value}"] };
        (await IdsAsync(labeled)).Should().HaveCount(3).And.Contain([older.Id, newer.Id]);
        (await IdsAsync(labeled with { Dangling = true })).Should().HaveCount(1).And.NotContain([older.Id, newer.Id]);
        (await IdsAsync(labeled with { Dangling = false })).Should().BeEquivalentTo(older.Id, newer.Id);
        (await IdsAsync(labeled with { Since = older.Id })).Should().HaveCount(2).And.Contain(newer.Id);
        (await IdsAsync(labeled with { Before = Unique("list") + ":moved" })).Should().HaveCount(2).And.Contain(older.Id);
        (await IdsAsync(new() { References = [Unique("none")] })).Should().BeEmpty();
        await FluentActions.Awaiting(() => IdsAsync(new() { Before = Unique("none") }))
            .Should().ThrowAsync<ContainerKitException>().WithMessage($"*{Unique("none")}*");

        await (await DockerEngine.Default.FindImageAsync((await IdsAsync(labeled with { Dangling = true })).Single(), Token))
            .RemoveAsync(Token);
    }

    [DockerFact]
    public async Task Listed_image_equals_that_of_the_Docker_CLI()
    {
        var image = await Sleeper().Commit(Unique("listed") + ":1").Tag(Unique("listed") + ":2");

        var summary = (await DockerEngine.Default.ListImagesAsync(new ImageFilter { References = [Unique("listed")] }, Token))
            .Should().ContainSingle().Which;

        var inspected = await InspectAsync(image.Id);
        summary.Id.Should().Be(image.Id);
        summary.Tags.Should().BeEquivalentTo(Unique("listed") + ":1", Unique("listed") + ":2");
        summary.IsDangling.Should().BeFalse();
        // With the containerd image store, an inspect reports a smaller size than the list.
        var listed = (await EngineHttp.GetAsync("images/json")).EnumerateArray().Single(it => it.GetProperty("Id").GetString() == image.Id);
        summary.SizeBytes.Should().Be(listed.GetProperty("Size").GetInt64());
        summary.CreatedAt!.Value.ToUnixTimeSeconds()
            .Should().Be(inspected.GetProperty("Created").GetDateTimeOffset().ToUnixTimeSeconds());
        summary.Labels.Should().Contain(Mark);
        summary.ToString().Should().Contain(Unique("listed") + ":1").And.Contain("MB");
    }

    [DockerFact]
    public async Task Image_is_found_by_name_id_and_id_prefix()
    {
        var image = await Sleeper().Commit(Unique("find") + ":1");
        var engine = DockerEngine.Default;

        var digits = image.Id["sha256:".Length..];
        foreach (var text in (string[])[Unique("find") + ":1", image.Id, digits, digits[..12]])
            (await engine.FindImageAsync(text, Token)).Id.Should().Be(image.Id);
        (await engine.FindImageAsync(digits[..12], Token)).Reference.ToString().Should().Be(Unique("find") + ":1");
        (await Image.Find(digits[..12]).Run(Spec("echo", "found")).Output()).Should().Be("found\n");
        await FluentActions.Awaiting(() => engine.FindImageAsync(Unique("find"), Token))
            .Should().ThrowAsync<ImageNotFoundException>("the image has no tag latest").WithMessage("*Image.List*");
        (await Image.Local(image.Id).Run(Spec("echo", "by id")).Output()).Should().Be("by id\n");
        await FluentActions.Awaiting(() => engine.FindImageAsync("Not A Name", Token)).Should().ThrowAsync<ArgumentException>();
        var missing = "sha256:" + new string('0', 64);
        await FluentActions.Awaiting(() => Image.Pull(missing).ExecuteAsync(Token))
            .Should().ThrowAsync<ImageNotFoundException>().WithMessage("*cannot be pulled*");
    }

    [DockerFact]
    public async Task Failing_plan_does_not_remove_an_image_that_had_no_name_before()
    {
        await Sleeper().Commit(Unique("nameless"));
        var untagged = await DockerEngine.Default.FindImageAsync(Unique("nameless"), Token);
        await Sleeper().Commit(Unique("nameless"));

        var plan = Image.Local(untagged.Id).Tag(Unique("named")).Run(Spec("false")).Output();
        var failure = await FluentActions.Awaiting(() => plan.ExecuteAsync(Token)).Should().ThrowAsync<RunFailedException>();

        failure.Which.RemainingResources.Should().Contain($"image {Unique("named")}:latest");
        (await DockerCli.ExistsAsync(untagged.Id)).Should().BeTrue();
    }

    private ContainerPlan Sleeper() =>
        Image.Pull(Busybox).Run(Spec("sleep", "infinity")).Exec("sh", "-c", $"echo {Guid.NewGuid()} > /different");
}
