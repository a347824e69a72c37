using System.IO.Compression;
using System.Text;

namespace ContainerKit.Engine.Tests.Images;

public sealed class ArchiveTests : EngineTest
{
    [DockerFact]
    public async Task Several_images_are_saved_and_loaded_with_their_names()
    {
        var first = await Sleeper("one").Commit(Unique("one") + ":1").Tag(Unique("one") + ":2");
        var second = await Sleeper("two").Commit(Unique("two"));
        using var archive = new MemoryStream();
        await DockerEngine.Default.SaveImagesAsync([Unique("one") + ":1", Unique("one") + ":2", Unique("two")], archive, Token);
        await DockerCli.GetOutputAsync("rmi", Unique("one") + ":1", Unique("one") + ":2", Unique("two"));
        archive.Position = 0;

        var loaded = await DockerEngine.Default.LoadImagesAsync(archive, Token);

        loaded.Select(image => image.Reference.ToString())
            .Should().BeEquivalentTo(Unique("one") + ":1", Unique("one") + ":2", Unique("two") + ":latest");
        loaded.Select(image => image.Id).Should().BeEquivalentTo([first.Id, first.Id, second.Id]);
        (await DockerCli.GetOutputAsync("image", "inspect", "--format", "{{.Id}}", Unique("two"))).Should().Be(second.Id);
    }

    [DockerFact]
    [Requires(EngineFeature.CompressedArchives)]
    public async Task Plan_can_load_and_run_a_compressed_archive_that_another_plan_saved()
    {
        var path = Path.GetTempFileName();
        try
        {
            await using (var file = new GZipStream(File.Create(path), CompressionLevel.Fastest))
                await (await Sleeper("kept").Commit(Unique("saved")).Save(file)).RemoveAsync(Token);

            var plan = Image.Load(path).Run(Spec("cat", "/word")).Output();
            plan.ToString().Should().StartWith($"load {path} → run");
            (await plan).Should().Be("kept\n");
            (await ImagesAsync()).Should().Equal(Unique("saved") + ":latest");
        }
        finally
        {
            File.Delete(path);
        }
    }

    [DockerFact]
    public async Task Failing_plan_removes_the_image_that_it_loaded()
    {
        var loaded = await Sleeper("loaded").Commit(Unique("back"));
        using var archive = new MemoryStream();
        await loaded.SaveAsync(archive, Token);
        await loaded.RemoveAsync(Token);
        archive.Position = 0;

        var plan = Image.Load(archive).Run(Spec("false")).Output();
        await FluentActions.Awaiting(() => plan.ExecuteAsync(Token)).Should().ThrowAsync<RunFailedException>();
        (await DockerCli.ExistsAsync(loaded.Id)).Should().BeFalse();

        // The name returns to its previous image, which is kept.
        var other = await Sleeper("other").Commit(Unique("back"));
        archive.Position = 0;
        await FluentActions.Awaiting(() => plan.ExecuteAsync(Token)).Should().ThrowAsync<RunFailedException>();
        (await DockerCli.GetOutputAsync("image", "inspect", "--format", "{{.Id}}", Unique("back"))).Should().Be(other.Id);
        (await DockerCli.ExistsAsync(loaded.Id)).Should().BeFalse();
    }

    [DockerFact]
    public async Task Archive_saved_by_id_loads_without_a_name_and_a_plan_rejects_several_images()
    {
        var (first, second) = (await Sleeper("one").Commit(Unique("one")), await Sleeper("two").Commit(Unique("two")));
        using var unnamed = new MemoryStream();
        using var several = new MemoryStream();
        await DockerEngine.Default.SaveImagesAsync([first.Id], unnamed, Token);
        await DockerEngine.Default.SaveImagesAsync([Unique("one"), Unique("two")], several, Token);
        await DockerCli.GetOutputAsync("rmi", Unique("one"), Unique("two"));
        unnamed.Position = several.Position = 0;

        var image = (await DockerEngine.Default.LoadImagesAsync(unnamed, Token)).Should().ContainSingle().Which;
        image.Reference.IsId.Should().BeTrue();
        image.ToString().Should().Be(first.Id["sha256:".Length..][..12]);
        (await image.RunAsync(Spec("cat", "/word"), Token).ThenOutputAsync()).Should().Be("one\n");
        await image.RemoveAsync(Token);

        await FluentActions.Awaiting(() => Image.Load(several).ExecuteAsync(Token))
            .Should().ThrowAsync<InvalidOperationException>().WithMessage("*LoadImagesAsync*");
        (await DockerCli.ExistsAsync(second.Id)).Should().BeFalse("the plan failed");
    }

    [DockerFact]
    public async Task Invalid_archives_and_missing_images_throw_with_clear_messages()
    {
        using var garbage = new MemoryStream(Encoding.ASCII.GetBytes(new string('?', 4096)));
        await FluentActions.Awaiting(() => DockerEngine.Default.LoadImagesAsync(garbage, Token))
            .Should().ThrowAsync<ContainerKitException>().WithMessage("Could not load images*");
        garbage.Position = 0;
        await FluentActions.Awaiting(() => DockerEngine.Default.ImportImageAsync(garbage, Unique("garbage"), Token))
            .Should().ThrowAsync<ContainerKitException>().WithMessage($"Could not import {Unique("garbage")}*");
        using var target = new MemoryStream();
        await FluentActions.Awaiting(() => DockerEngine.Default.SaveImagesAsync([Busybox, Unique("none")], target, Token))
            .Should().ThrowAsync<ImageNotFoundException>().WithMessage($"*{Unique("none")}*");
        target.Length.Should().Be(0);
        await FluentActions.Awaiting(() => DockerEngine.Default.SaveImagesAsync([], target, Token))
            .Should().ThrowAsync<ArgumentException>();
        await FluentActions.Awaiting(() => Image.Load("/no/such/archive.tar").ExecuteAsync(Token))
            .Should().ThrowAsync<IOException>();
        (await ImagesAsync()).Should().BeEmpty();
    }

    [DockerFact]
    public async Task Exported_file_system_of_a_container_can_be_imported_as_an_image()
    {
        await using var container = await SleeperAsync();
        await container.WriteTextAsync("/word", "exported\n", Token);
        await using var export = await container.OpenExportAsync(Token);
        var options =
            new ImageImportOptions { Message = "by import", Changes = ["CMD [\"cat\", \"/word\"]", "LABEL stage=test"] };

        var image = await DockerEngine.Default.ImportImageAsync(export, Unique("imported") + ":1", options, Token);

        image.Reference.ToString().Should().Be(Unique("imported") + ":1");
        (await Image.Local(Unique("imported") + ":1").Run(Spec()).Output()).Should().Be("exported\n");
        var details = await image.InspectAsync(Token);
        details.Comment.Should().Be("by import");
        details.Labels.Should().Contain("stage", "test");
        details.Layers.Should().ContainSingle();
    }

    [DockerFact]
    public async Task Failing_plan_removes_the_image_that_it_imported()
    {
        await using var container = await SleeperAsync();
        using var root = new MemoryStream();
        await container.ExportAsync(root, Token);
        root.Position = 0;

        await FluentActions.Awaiting(() => Image.Import(root, Unique("undone")).Run(Spec("false")).Output().ExecuteAsync(Token))
            .Should().ThrowAsync<RunFailedException>();
        root.Position = 0;
        var invalid = new ImageImportOptions { Changes = ["NOSUCH thing"] };
        await FluentActions.Awaiting(() => Image.Import(root, Unique("undone"), invalid).ExecuteAsync(Token))
            .Should().ThrowAsync<EngineApiException>();

        (await ImagesAsync()).Should().BeEmpty();
        FluentActions.Invoking(() => Image.Import(root, "Bad Name")).Should().Throw<ArgumentException>();
    }

    private ContainerPlan Sleeper(string word) =>
        Image.Pull(Busybox).Run(Spec("sleep", "infinity")).WriteText("/word", word + "\n");
}
