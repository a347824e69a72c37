namespace ContainerKit.Engine.Tests.Images;

public sealed class RemoveTests : EngineTest
{
    [DockerFact]
    public async Task Removing_an_image_reports_untagged_names_and_deleted_images()
    {
        var image = await Sleeper().Commit(Unique("gone") + ":1").Tag(Unique("gone") + ":2");

        var first = await image.RemoveAsync(Token);
        first.Untagged.Should().Equal(Unique("gone") + ":2");
        first.Deleted.Should().BeEmpty();

        var second = await (await Image.Local(Unique("gone") + ":1")).RemoveAsync(Token);
        second.Untagged.Should().Equal(Unique("gone") + ":1");
        second.Deleted.Should().Contain(image.Id);
        second.ToString().Should().Contain(Unique("gone"));
        (await DockerCli.ExistsAsync(image.Id)).Should().BeFalse();
    }

    [DockerFact]
    [Requires(EngineFeature.ImageForceKeepsContainers)]
    public async Task Removing_an_image_in_use_throws_with_its_containers()
    {
        var image = await Sleeper().Commit(Unique("used"));
        await using var running = await image.RunAsync(Spec("sleep", "infinity") with { Name = Unique("running") }, Token);
        await using var exited = await image.RunAsync(Spec("true") with { Name = Unique("exited") }, Token);
        await exited.WaitAsync(Token);

        var failure = await FluentActions.Awaiting(() => image.RemoveAsync(Token)).Should().ThrowAsync<ImageInUseException>();

        failure.Which.Containers.Should().BeEquivalentTo(Unique("running"), Unique("exited"));
        failure.Which.Message.Should().Contain($"{Unique("running")} ({running.ShortId}, running)")
            .And.Contain($"{Unique("exited")} ({exited.ShortId}, exited)").And.Contain("Force");

        // By id, even Force does not remove an image that a running container uses.
        var byId = (await DockerEngine.Default.FindImageAsync(image.Id, Token));
        (await FluentActions.Awaiting(() => byId.RemoveAsync(new ImageRemoveOptions { Force = true }, Token))
            .Should().ThrowAsync<ImageInUseException>()).Which.Containers.Should().Contain(Unique("running"));
        (await image.RemoveAsync(new ImageRemoveOptions { Force = true }, Token)).Untagged
            .Should().Equal(Unique("used") + ":latest");
        (await DockerCli.ExistsAsync(image.Id)).Should().BeTrue("a running container uses the image");

        await running.DisposeAsync();
        await exited.DisposeAsync();
        byId = (await DockerEngine.Default.FindImageAsync(image.Id, Token));
        (await byId.RemoveAsync(Token)).Deleted.Should().Contain(image.Id);
    }

    [DockerFact]
    public async Task Removing_an_image_with_several_names_by_its_id_throws_ImageInUse()
    {
        var image = await Sleeper().Commit(Unique("named")).Tag(Unique("named-too"));
        var byId = await DockerEngine.Default.FindImageAsync(image.Id, Token);

        (await FluentActions.Awaiting(() => Image.From(byId.Client with { Reference = ImageReference.Parse(byId.Id) }).RemoveAsync(Token))
            .Should().ThrowAsync<ImageInUseException>())
            .WithMessage("*several names*");

        foreach (var name in (string[])[Unique("named"), Unique("named-too")]) await (await Image.Local(name)).RemoveAsync(Token);
        (await DockerCli.ExistsAsync(image.Id)).Should().BeFalse();
    }

    [DockerFact]
    [Requires(EngineFeature.ParentImages)]
    public async Task Removing_an_image_with_child_images_throws_ImageInUse()
    {
        var parent = await Sleeper().Commit(Unique("parent"));
        var byId = await DockerEngine.Default.FindImageAsync(parent.Id, Token);
        var child = await Image.Local(Unique("parent"))
            .Run(Spec("sleep", "infinity")).Exec("touch", "/y").Commit(Unique("child"));
        (await Image.From(byId.Client with { Reference = ImageReference.Parse(Unique("parent")) }).RemoveAsync(Token)).Deleted
            .Should().BeEmpty("another image is based on it");
        (await FluentActions.Awaiting(() => Image.From(byId.Client with { Reference = ImageReference.Parse(byId.Id) }).RemoveAsync(Token))
            .Should().ThrowAsync<ImageInUseException>())
            .WithMessage("*built on it*");

        (await child.RemoveAsync(new ImageRemoveOptions { KeepParents = true }, Token)).Deleted.Should().Contain(child.Id)
            .And.NotContain(parent.Id);
        (await DockerCli.ExistsAsync(parent.Id)).Should().BeTrue();
        await DockerCli.GetOutputAsync("rmi", parent.Id);
    }

    [DockerFact]
    public async Task Pruning_images_removes_only_matching_images()
    {
        var label = Mark.Single();
        await Sleeper().Commit(Unique("prune"));
        var untagged = (await DockerEngine.Default.FindImageAsync(Unique("prune"), Token));
        var tagged = await Sleeper().Commit(Unique("prune"));
        var options = new ImagePruneFilter { Labels = [$"{label.Key}={label.Value}"] };

        (await DockerEngine.Default.PruneImagesAsync(
            options with { Until = DateTimeOffset.UtcNow.AddHours(-1) }, Token)).Deleted.Should().BeEmpty();
        var pruning = () => DockerEngine.Default.PruneImagesAsync(options with { WithoutLabels = [label.Key] }, Token);
        if (await EngineFeatures.HasAsync(EngineFeature.ImagePruneConditions)) (await pruning()).Deleted.Should().BeEmpty();
        else await pruning.Should().ThrowAsync<NotSupportedException>();
        var report = await DockerEngine.Default.PruneImagesAsync(options, Token);
        report.Deleted.Should().Contain(untagged.Id).And.NotContain(tagged.Id);
        report.ReclaimedBytes.Should().BePositive();
        if (!await EngineFeatures.HasAsync(EngineFeature.NamedImagePrune)) return;

        await using (await tagged.RunAsync(Spec("sleep", "infinity"), Token))
            (await DockerEngine.Default.PruneImagesAsync(options with { Named = true }, Token)).Deleted
                .Should().BeEmpty("a container uses the image");
        report = await DockerEngine.Default.PruneImagesAsync(options with { Named = true }, Token);
        if (await EngineFeatures.HasAsync(EngineFeature.PrunedImageNames)) report.Untagged.Should().Equal(Unique("prune") + ":latest");
        report.Deleted.Should().Contain(tagged.Id);
    }

    [DockerFact]
    public async Task Removing_an_image_with_Force_keeps_its_containers()
    {
        var image = await Sleeper().Commit(Unique("forced"));
        await using var running = await image.RunAsync(Spec("sleep", "infinity"), Token);

        if (await EngineFeatures.HasAsync(EngineFeature.ImageForceKeepsContainers))
            await image.RemoveAsync(new ImageRemoveOptions { Force = true }, Token);
        else
            (await FluentActions.Awaiting(() => image.RemoveAsync(new ImageRemoveOptions { Force = true }, Token))
                .Should().ThrowAsync<ImageInUseException>()).Which.Containers.Should().Equal(running.Name);

        (await running.InspectAsync(Token)).State.Should().Be(ContainerState.Running);
        await running.DisposeAsync();
        await DockerCli.RunIgnoringErrorsAsync("rmi", image.Id);
    }

    private ContainerPlan Sleeper() =>
        Image.Pull(Busybox).Run(Spec("sleep", "infinity")).Exec("sh", "-c", $"echo {Guid.NewGuid()} > /different");
}
