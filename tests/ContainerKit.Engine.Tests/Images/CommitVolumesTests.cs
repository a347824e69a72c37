using ContainerKit.Sessions;

namespace ContainerKit.Engine.Tests.Verbs.Images;

public sealed class CommitVolumesTests : EngineTest
{
    private static readonly CommitOptions _withVolumes = new() { IncludeVolumes = true };

    [DockerFact]
    public async Task What_is_in_the_volumes_is_in_the_image_with_owners_modes_and_links()
    {
        var with = await VolumeImageAsync("/data", "/data/inner", "/var/spool/far");
        const string Write = """
            umask 0; echo outside > /outside
            mkdir /data/folder; echo one > /data/folder/one; chown 1234:4321 /data/folder/one; chmod 640 /data/folder/one
            ln -s folder/one /data/link; ln /data/folder/one /data/hard; chmod 700 /data; chown 77:78 /data
            echo two > /data/inner/two; echo three > "/var/spool/far/three and more"
            """;
        const string Look = "cat /outside; cd /data; stat -c '%n %a %u:%g %h %F' . folder/one hard; readlink link; cat inner/two /var/spool/far/*; ls -A inner /var/spool/far";

        var image = await with.Run(Spec("sh", "-c", Write)).WaitForExit().Commit(Unique("full"), _withVolumes).ExecuteAsync(Token);

        (await image.RunAsync(Spec("sh", "-c", Look), Token).ThenOutputAsync()).Should().Be("""
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
        (await InspectAsync(image.Id)).GetProperty("Config").GetProperty("Volumes").EnumerateObject().Select(volume => volume.Name)
            .Should().BeEquivalentTo("/data", "/data/inner", "/var/spool/far");
    }

    [DockerFact]
    public async Task Each_container_has_its_own_copy_in_a_volume()
    {
        var image = await (await VolumeImageAsync("/data")).Run(Spec("sh", "-c", "echo first > /data/x")).WaitForExit().Commit(Unique("copied"), _withVolumes).ExecuteAsync(Token);

        await image.RunAsync(Spec("sh", "-c", "echo second >> /data/x"), Token).ThenOutputAsync();

        await using var fresh = await image.RunAsync(Spec("cat", "/data/x"), Token);
        (await fresh.ToCompletionAsync(Token)).Stdout.Should().Be("first\n");
        (await fresh.InspectAsync(Token)).Mounts.Should().ContainSingle(mount => mount.Type == "volume" && mount.Target == "/data");
    }

    [DockerFact]
    public async Task A_volume_with_a_name_counts_as_well_and_stays_as_it_is()
    {
        await using var volume = await Volume.Create();
        var image = await Image.Pull(Busybox).Run(Spec("sh", "-c", "echo named > /srv/x") with { Mounts = [volume.MountAt("/srv")] })
            .WaitForExit().Commit(Unique("named"), _withVolumes).ExecuteAsync(Token);

        (await image.RunAsync(Spec("cat", "/srv/x"), Token).ThenOutputAsync()).Should().Be("named\n");
        (await DockerCli.ExistsAsync(volume.Name)).Should().BeTrue();
    }

    [DockerFact]
    public async Task Without_volumes_it_is_the_same_commit()
    {
        await using var container = await Image.Pull(Busybox).Run(Spec("true"));
        await container.WaitAsync(Token);

        var plain = await container.CommitAsync(Unique("plain"), Token);
        var with = await container.CommitAsync(Unique("with"), _withVolumes, Token);

        (await InspectAsync(with.Id)).GetProperty("RootFS").ToString().Should().Be((await InspectAsync(plain.Id)).GetProperty("RootFS").ToString());
    }

    [DockerFact]
    public async Task A_container_that_runs_is_refused()
    {
        await using var container = await (await VolumeImageAsync("/data")).Run(Spec("sleep", "infinity"));

        (await container.Awaiting(it => it.CommitAsync(Unique("torn"), _withVolumes, Token)).Should().ThrowAsync<InvalidOperationException>())
            .Which.Message.Should().ContainAll(container.Name, "Stop it first");
        (await DockerCli.ExistsAsync(Unique("torn"))).Should().BeFalse();
    }

    [DockerFact]
    public async Task Nothing_that_it_needed_on_the_way_is_left_and_the_image_goes_as_a_whole()
    {
        var with = await VolumeImageAsync("/data");
        await using var container = await with.Run(Spec("touch", "/data/x"));
        await container.WaitAsync(Token);
        var (before, containers) = (await ImageIdsAsync(), await ContainersAsync());

        var image = await container.CommitAsync(Unique("whole"), _withVolumes, Token);

        (await ContainersAsync()).Should().Equal(containers);
        (await DockerCli.AskAsync("images", "--format", "{{.Repository}}", ResourceLabels.ImageRepository)).Should().BeEmpty();
        await image.RemoveAsync(Token);
        (await ImageIdsAsync()).Should().Equal(before);
    }

    [Theory]
    [InlineData(FaultKind.ActOnArrival)]
    [InlineData(FaultKind.ResetBeforeResponse)]
    [InlineData(FaultKind.Status500)]
    public async Task Whichever_request_breaks_nothing_is_left(FaultKind kind)
    {
        await using var container = await (await VolumeImageAsync("/data")).Run(Spec("touch", "/data/x"));
        await container.WaitAsync(Token);
        var before = await ImageIdsAsync();

        var (request, endings) = (0, new List<bool>());
        for (var isHit = true; isHit;)
        {
            using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
            await using var proxy = await EngineProxy.StartAsync(new Fault(++request, kind) { Act = kind == FaultKind.ActOnArrival ? cancel.CancelAsync : () => Task.CompletedTask });
            await using var engine = new DockerEngine(proxy.Options);
            var commit = Container.Find(container.Id).On(engine).Commit(Unique("broken"), _withVolumes).ExecuteAsync(cancel.Token);
            await Task.WhenAny(commit);

            isHit = proxy.IsFaultHit;
            endings.Add(commit.IsCompletedSuccessfully);
            if (kind == FaultKind.ActOnArrival) commit.IsFaulted.Should().BeFalse("nothing went wrong but that request {0} was cancelled: {1}", request, commit.Exception);
            if (await DockerCli.ExistsAsync(Unique("broken")))
            {
                commit.IsCompletedSuccessfully.Should().BeTrue("request {0} broke, and the image is there", request);
                await DockerCli.AskAsync("rmi", Unique("broken"));
            }

            (await ImageIdsAsync()).Should().Equal(before, "request {0} broke", request);
            (await ContainersAsync()).Should().Equal([container.Id], "request {0} broke", request);
        }

        request.Should().BeGreaterThan(9);
        endings[..8].Should().NotContain(true);
    }

    private static async Task<IReadOnlyList<string>> ImageIdsAsync() =>
        [.. (await DockerCli.AskAsync("images", "--all", "--quiet", "--no-trunc")).Split('\n').Distinct().Order(StringComparer.Ordinal)];

    // Images with volumes are rare among the small ones; a commit can declare some.
    private async Task<ImagePlan> VolumeImageAsync(params string[] folders)
    {
        var name = Unique("declared");
        await Image.Pull(Busybox).Create(Spec("true")).Commit(name, new CommitOptions { Changes = [.. folders.Select(folder => $"VOLUME {folder}")] }).ExecuteAsync(Token);
        return Image.Local(name);
    }
}
