using ContainerKit.Engine.Tests.Support.Proxy;
using ContainerKit.Sessions;

namespace ContainerKit.Services.Tests.Snapshots;

/// <summary>Snapshots whose base image is built for them.</summary>
public sealed class BaseImageCacheTests : SnapshotTest
{
    [DockerFact]
    public async Task A_snapshot_of_an_unnamed_build_builds_once_and_leaves_only_the_snapshot()
    {
        var spec = BuildSpec.FromText("FROM busybox\nRUN echo built > /built") with { Labels = Mark };
        var serve = Serve.Replace("/data/", "/", StringComparison.Ordinal);
        var snapshot = Snapshot.Of(Image.Build(spec), Spec("sh", "-c", serve) with { Wait = Wait.ForLog("ready") })
            .WithName(Unique("snap")).Do("seed", CountPreparationAsync);
        await using var proxy = await EngineProxy.StartAsync();
        await using var engine = new DockerEngine(proxy.Options);

        var (one, two) = await Plan.All(snapshot.Run(), snapshot.Run()).On(engine).ExecuteAsync(Token);
        await using (one)
        await using (two)
        await using (var three = await snapshot.Run().On(engine).ExecuteAsync(Token))
        {
            (await three.ExecAsync(["cat", "/built"], Token)).Stdout.Should().Be("built\n");
            (await ListImagesAsync("reference=containerkit-build")).Where(IsOurs).Should().BeEmpty();
        }

        PreparationCount.Should().Be(1);
        proxy.Requests.Count(request => request.Contains("/build?", StringComparison.Ordinal)).Should().Be(1);
        (await Snapshot.Prune(Unique("snap"), TimeSpan.Zero).ExecuteAsync(Token)).Should().ContainSingle();
        (await ListImagesAsync($"label=ck.test={Mark["ck.test"]}")).Should().BeEmpty();

        // The prune removed the snapshot and its base image, so both are created again.
        await using (await snapshot.Run().ExecuteAsync(Token)) PreparationCount.Should().Be(2);
        (await ListImagesAsync("reference=containerkit-build")).Where(IsOurs).Should().BeEmpty();

        static bool IsOurs(string name) =>
            ResourceLabels.GetImageSession(name) is { } session
                && (session == ResourceLabels.SessionManaged || session == ResourceLabels.Unmanaged);

        static async Task<string[]> ListImagesAsync(string filter) =>
            (await DockerCli.GetOutputAsync("images", "--all", "--filter", filter, "--format", "{{.Repository}}:{{.Tag}}"))
                .Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    [DockerFact]
    public async Task A_snapshot_of_an_unnamed_build_removes_its_image_if_the_preparation_fails()
    {
        var build = Image.Build(BuildSpec.FromText("FROM busybox\nRUN echo built > /built") with { Labels = Mark });
        var failing = Snapshot.Of(build, Spec("sleep", "infinity")).WithName(Unique("snap")).Exec("sh", "-c", "exit 3");

        (await failing.Run().Awaiting(it => it.ExecuteAsync(Token)).Should().ThrowAsync<ExecFailedException>())
            .Which.Message.Should().Contain("Cleaned up: container").And.Contain("image containerkit-build:");

        await AssertNothingLeftAsync();
        (await DockerCli.GetOutputAsync("images", "--all", "--quiet", "--filter", $"label=ck.test={Mark["ck.test"]}"))
            .Should().BeEmpty();
    }
}
