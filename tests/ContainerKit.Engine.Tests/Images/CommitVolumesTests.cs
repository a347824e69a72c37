using ContainerKit.Sessions;

namespace ContainerKit.Engine.Tests.Images;

// The tests compare the list of all images of the engine.
[Trait("Shard", "alone")]
public sealed class CommitVolumesTests : EngineTest
{
    private static readonly CommitOptions _withVolumes = new() { IncludeVolumes = true };

    [DockerFact]
    [Requires(EngineFeature.ArchiveOwners)]
    public async Task Commit_with_volumes_includes_their_files_with_owners_modes_and_links()
    {
        var withVolumes = await VolumeImageAsync("/data", "/data/inner", "/var/spool/far");
        const string WriteScript = """
            umask 0; echo outside > /outside
            mkdir /data/folder; echo one > /data/folder/one; chown 1234:4321 /data/folder/one; chmod 640 /data/folder/one
            ln -s folder/one /data/link; ln /data/folder/one /data/hard; chmod 700 /data; chown 77:78 /data
            echo two > /data/inner/two; echo three > "/var/spool/far/three and more"
            """;
        const string ReadScript = "cat /outside; cd /data; stat -c '%n %a %u:%g %h %F' . folder/one hard; readlink link; "
            + "cat inner/two /var/spool/far/*; ls -A inner /var/spool/far";

        var image = await withVolumes.Run(Spec("sh", "-c", WriteScript))
            .WaitForExit().Commit(Unique("full"), _withVolumes).ExecuteAsync(Token);

        (await image.RunAsync(Spec("sh", "-c", ReadScript), Token).ThenOutputAsync()).Should().Be("""
            outside
            . 700 77:78 4 directory
            folder/one 640 1234:4321 2 regular file
            hard 640 1234:4321 2 regular file
            folder/one
            two
            three
            /var/spool/far:
            three and more

            inner:
            two

            """);
        (await InspectAsync(image.Id))
            .GetProperty("Config").GetProperty("Volumes").EnumerateObject().Select(volume => volume.Name)
            .Should().BeEquivalentTo("/data", "/data/inner", "/var/spool/far");
    }

    [DockerFact]
    public async Task Containers_of_an_image_committed_with_volumes_have_their_own_copy_of_the_files()
    {
        var image = await (await VolumeImageAsync("/data")).Run(Spec("sh", "-c", "echo first > /data/x"))
            .WaitForExit().Commit(Unique("copied"), _withVolumes).ExecuteAsync(Token);

        await image.RunAsync(Spec("sh", "-c", "echo second >> /data/x"), Token).ThenOutputAsync();

        await using var second = await image.RunAsync(Spec("cat", "/data/x"), Token);
        (await second.ToCompletionAsync(Token)).Stdout.Should().Be("first\n");
        (await second.InspectAsync(Token)).Mounts.Should().ContainSingle(mount =>
            mount.Type == "volume" && mount.Target == "/data");
    }

    [DockerFact]
    public async Task Commit_with_volumes_includes_a_named_volume_and_keeps_it()
    {
        await using var volume = await Volume.Create();
        var image = await Image.Pull(Busybox)
            .Run(Spec("sh", "-c", "echo named > /srv/x") with { Mounts = [volume.MountAt("/srv")] })
            .WaitForExit().Commit(Unique("named"), _withVolumes).ExecuteAsync(Token);

        (await image.RunAsync(Spec("cat", "/srv/x"), Token).ThenOutputAsync()).Should().Be("named\n");
        (await DockerCli.ExistsAsync(volume.Name)).Should().BeTrue();
    }

    [DockerFact]
    public async Task Commit_with_volumes_equals_a_plain_commit_for_a_container_without_volumes()
    {
        await using var container = await Image.Pull(Busybox).Run(Spec("true"));
        await container.WaitAsync(Token);

        var plain = await container.CommitAsync(Unique("plain"), Token);
        var withVolumes = await container.CommitAsync(Unique("with"), _withVolumes, Token);

        (await InspectAsync(withVolumes.Id)).GetProperty("RootFS").ToString()
            .Should().Be((await InspectAsync(plain.Id)).GetProperty("RootFS").ToString());
    }

    [DockerFact]
    public async Task Commit_with_volumes_of_a_running_container_throws()
    {
        await using var container = await (await VolumeImageAsync("/data")).Run(Spec("sleep", "infinity"));

        (await container.Awaiting(target => target.CommitAsync(Unique("inconsistent"), _withVolumes, Token))
            .Should().ThrowAsync<InvalidOperationException>())
            .Which.Message.Should().ContainAll(container.Name, "Stop it first");
        (await DockerCli.ExistsAsync(Unique("inconsistent"))).Should().BeFalse();
    }

    [DockerFact]
    public async Task Commit_with_volumes_leaves_no_intermediate_resources_before_and_after_removal()
    {
        var withVolumes = await VolumeImageAsync("/data");
        await using var container = await withVolumes.Run(Spec("touch", "/data/x"));
        await container.WaitAsync(Token);
        var (before, containers) = (await ImageIdsAsync(), await ContainersAsync());

        var image = await container.CommitAsync(Unique("whole"), _withVolumes, Token);

        (await ContainersAsync()).Should().Equal(containers);
        (await DockerCli.GetOutputAsync("images", "--format", "{{.Repository}}", ResourceLabels.ImageRepository)).Should().BeEmpty();
        await image.RemoveAsync(Token);
        (await ImageIdsAsync()).Should().Equal(before);
    }

    [Theory]
    [InlineData(FaultKind.ActOnArrival)]
    [InlineData(FaultKind.ResetBeforeResponse)]
    [InlineData(FaultKind.Status500)]
    public async Task Commit_with_volumes_leaves_nothing_after_any_failed_request(FaultKind kind)
    {
        await using var container = await (await VolumeImageAsync("/data")).Run(Spec("touch", "/data/x"));
        await container.WaitAsync(Token);
        var before = await ImageIdsAsync();

        var (request, successes) = (0, new List<bool>());
        for (var isHit = true; isHit;)
        {
            using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
            Func<Task> action = kind == FaultKind.ActOnArrival ? cancel.CancelAsync : () => Task.CompletedTask;
            await using var proxy = await EngineProxy.StartAsync(new Fault(++request, kind) { Act = action });
            await using var engine = new DockerEngine(proxy.Options);
            var commit = Container.Find(container.Id)
                .On(engine).Commit(Unique("broken"), _withVolumes).ExecuteAsync(cancel.Token);
            await Task.WhenAny(commit);

            isHit = proxy.IsFaultHit;
            successes.Add(commit.IsCompletedSuccessfully);
            if (kind == FaultKind.ActOnArrival)
                commit.IsFaulted.Should().BeFalse("only request {0} was canceled: {1}", request, commit.Exception);
            if (await DockerCli.ExistsAsync(Unique("broken")))
            {
                commit.IsCompletedSuccessfully.Should().BeTrue("request {0} failed, and the image exists", request);
                await DockerCli.GetOutputAsync("rmi", Unique("broken"));
            }

            (await ImageIdsAsync()).Should().Equal(before, "request {0} failed", request);
            (await ContainersAsync()).Should().Equal([container.Id], "request {0} failed", request);
        }

        request.Should().BeGreaterThan(9);
        successes[..8].Should().NotContain(true);
    }

    private static async Task<IReadOnlyList<string>> ImageIdsAsync() =>
        [.. (await DockerCli.GetOutputAsync("images", "--all", "--quiet", "--no-trunc"))
            .Split('\n').Distinct().Order(StringComparer.Ordinal)];

    // Small images rarely declare volumes, so a commit declares some.
    private async Task<ImagePlan> VolumeImageAsync(params string[] paths)
    {
        var name = Unique("declared");
        var options = new CommitOptions { Changes = [.. paths.Select(path => $"VOLUME {path}")] };
        await Image.Pull(Busybox).Create(Spec("true")).Commit(name, options).ExecuteAsync(Token);
        return Image.Local(name);
    }
}
