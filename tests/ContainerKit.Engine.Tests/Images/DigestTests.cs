namespace ContainerKit.Engine.Tests.Images;

/// <summary>Pulls by digest, and concurrent pulls of one image.</summary>
public sealed class DigestTests : EngineTest
{
    [DockerFact]
    public async Task Pull_by_tag_returns_the_digest_and_pull_by_digest_returns_the_same_image()
    {
        var name = $"{TestRegistries.Open}/{Unique("digest")}";
        var pushed = await Image.Pull(Busybox).Run(Spec("sleep", "infinity")).Exec("touch", "/mine").Commit(name + ":1").Push();
        await DockerCli.GetOutputAsync("rmi", name + ":1");

        var byTag = await Image.Pull(name + ":1");
        byTag.Digest.Should().Be(pushed.Digest);
        (await byTag.InspectAsync(Token)).Digests.Should().Equal($"{name}@{pushed.Digest}");
        await DockerCli.GetOutputAsync("rmi", name + ":1");
        (await DockerCli.ExistsAsync(byTag.Id)).Should().BeFalse();

        var byDigest = await Image.Pull($"{name}@{byTag.Digest}");
        byDigest.Id.Should().Be(byTag.Id);
        byDigest.Digest.Should().Be(byTag.Digest);
        byDigest.Reference.Tag.Should().BeNull();
        (await byDigest.InspectAsync(Token)).Tags.Should().BeEmpty();
        await FluentActions.Awaiting(() => byDigest.PushAsync(Token)).Should().ThrowAsync<InvalidOperationException>();

        var removal = await byDigest.RemoveAsync(Token);
        removal.Untagged.Should().Equal($"{name}@{byTag.Digest}");
        removal.Deleted.Should().Contain(byTag.Id);
        await FluentActions.Awaiting(() => Image.Pull($"{name}@sha256:{new string('0', 64)}").ExecuteAsync(Token))
            .Should().ThrowAsync<ImageNotFoundException>();
    }

    [DockerFact]
    [Requires(EngineFeature.InsecureLoopbackRegistries, EngineFeature.HostNetwork)]
    public async Task Fifty_concurrent_pulls_of_one_image_download_it_once()
    {
        await using var registry = CountingRegistry.Start(TestRegistries.Open);
        var name = await PushLargeImageAsync();
        var pull = Image.Pull($"{registry.Address}/{name}:1", PullPolicy.Always);

        var images = await Plan.All([.. Enumerable.Repeat<Plan<Image>>(pull, 50)]).ExecuteAsync(Token);

        images.Select(image => image.Id).Distinct().Should().ContainSingle();
        registry.Downloads.Should().NotBeEmpty().And.OnlyHaveUniqueItems("each layer is downloaded once");
    }

    [DockerFact]
    public async Task Fifty_concurrent_pulls_of_a_missing_image_send_one_request()
    {
        var name = await PushLargeImageAsync();
        await using var proxy = await EngineProxy.StartAsync();
        // Until all 50 have asked for the image, so that none of them finds it.
        proxy.BeforePull = () => UntilAsync(() => Task.FromResult(
            proxy.Requests.Count(request => request.StartsWith("GET", StringComparison.Ordinal)) >= 50));
        await using var engine = new DockerEngine(proxy.Options);
        var pull = Image.Pull($"{TestRegistries.Open}/{name}:1").On(engine);

        var images = await Plan.All([.. Enumerable.Repeat(pull, 50)]).ExecuteAsync(Token);

        images.Select(image => image.Id).Distinct().Should().ContainSingle();
        proxy.Requests.Should().ContainSingle(request => request.Contains("images/create", StringComparison.Ordinal));
    }

    // The image has two megabytes that do not compress, so that the download lasts until all pulls have started.
    private async Task<string> PushLargeImageAsync()
    {
        var name = Unique("fifty");
        await Image.Pull(Busybox).Run(Spec("sleep", "infinity"))
            .Exec("sh", "-c", "head -c 2000000 /dev/urandom > /big").Commit($"{TestRegistries.Open}/{name}:1").Push();
        await DockerCli.GetOutputAsync("rmi", $"{TestRegistries.Open}/{name}:1");
        return name;
    }
}
