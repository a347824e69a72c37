using ContainerKit.Sessions;

namespace ContainerKit.Services.Tests.Snapshots;

/// <summary>Snapshots of an image that is built for them.</summary>
public sealed class BaseImageCacheTests : SnapshotTest
{
    [DockerFact]
    public async Task An_unnamed_build_is_a_base_that_is_built_once_and_leaves_nothing_but_the_snapshot()
    {
        var spec = BuildSpec.FromText("FROM busybox\nRUN echo built > /built") with { Labels = Mark };
        var snapshot = Snapshot.Of(Image.Build(spec), Spec("sh", "-c", Serve.Replace("/data/", "/", StringComparison.Ordinal)) with { Wait = Wait.ForLog("ready") })
            .WithName(Unique("snap")).Do("seed", CountAsync);
        await using var proxy = await EngineProxy.StartAsync();
        await using var engine = new DockerEngine(proxy.Options);

        var (one, two) = await Plan.All(snapshot.Run(), snapshot.Run()).On(engine).ExecuteAsync(Token);
        await using (one)
        await using (two)
        await using (var three = await snapshot.Run().On(engine).ExecuteAsync(Token))
        {
            (await three.ExecAsync(["cat", "/built"], Token)).Stdout.Should().Be("built\n");
            (await BuiltAsync("reference=containerkit-build")).Where(IsOurs).Should().BeEmpty();
        }

        Prepared.Should().Be(1);
        proxy.Requests.Count(request => request.Contains("/build?", StringComparison.Ordinal)).Should().Be(1);
        (await Snapshot.Prune(Unique("snap"), TimeSpan.Zero).ExecuteAsync(Token)).Should().ContainSingle();
        (await BuiltAsync($"label=ck.test={Mark["ck.test"]}")).Should().BeEmpty();

        // The snapshot is gone, and with it the image that it was made of: both are made anew.
        await using (await snapshot.Run().ExecuteAsync(Token)) Prepared.Should().Be(2);
        (await BuiltAsync("reference=containerkit-build")).Where(IsOurs).Should().BeEmpty();

        static bool IsOurs(string name) => ResourceLabels.GetImageSession(name) is { } session && (session == ResourceLabels.SessionManaged || session == ResourceLabels.Unmanaged);

        static async Task<string[]> BuiltAsync(string filter) =>
            (await DockerCli.AskAsync("images", "--all", "--filter", filter, "--format", "{{.Repository}}:{{.Tag}}")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    [DockerFact]
    public async Task An_unnamed_build_whose_preparation_fails_is_gone()
    {
        var build = Image.Build(BuildSpec.FromText("FROM busybox\nRUN echo built > /built") with { Labels = Mark });
        var failing = Snapshot.Of(build, Spec("sleep", "infinity")).WithName(Unique("snap")).Exec("sh", "-c", "exit 3");

        (await failing.Run().Awaiting(it => it.ExecuteAsync(Token)).Should().ThrowAsync<ExecFailedException>()).Which.Message.Should().Contain("Cleaned up: container").And.Contain("image containerkit-build:");

        await NothingIsMadeAsync();
        (await DockerCli.AskAsync("images", "--all", "--quiet", "--filter", $"label=ck.test={Mark["ck.test"]}")).Should().BeEmpty();
    }
}
