namespace ContainerKit.Engine.Tests.Faults;

/// <summary>
/// Injects each kind of fault into each request of a plan. In every case the plan returns its result or throws an expected error, and
/// leaves no unexpected resources on the engine.
/// </summary>
public sealed class FaultCleanupTests(LeftoverCheck leftovers, BaselineRequestCounts baseline, ITestOutputHelper output)
    : EngineTestBase(leftovers), IClassFixture<BaselineRequestCounts>
{
    public static TheoryData<FaultKind> Kinds => new(Enum.GetValues<FaultKind>());

    [Theory(Timeout = 4 * TimeLimit)]
    [MemberData(nameof(Kinds))]
    public async Task Plan_with_a_commit_leaves_no_resources_when_any_request_fails(FaultKind kind)
    {
        var requests = await baseline.CountAsync("headline", Headline, Token);
        var matrix = new FaultMatrix<Image>(
            "headline", requests, Headline, (image, run) => image.Reference.ToString() == run.Image, commits: true);
        output.WriteLine(await matrix.RunAsync(kind, Token));
    }

    [Theory(Timeout = 4 * TimeLimit)]
    [MemberData(nameof(Kinds))]
    public async Task Plan_with_output_leaves_no_resources_when_any_request_fails(FaultKind kind)
    {
        var requests = await baseline.CountAsync("output", Output, Token);
        var matrix = new FaultMatrix<string>("output", requests, Output, (text, _) => text == "hi\n", commits: false);
        output.WriteLine(await matrix.RunAsync(kind, Token));
    }

    [Theory(Timeout = 4 * TimeLimit)]
    [MemberData(nameof(Kinds))]
    public async Task Plan_with_a_network_and_a_volume_leaves_no_resources_when_any_request_fails(FaultKind kind)
    {
        var requests = await baseline.CountAsync("shared", Shared, Token);
        var matrix = new FaultMatrix<string>("shared", requests, Shared, (text, _) => text == "hi\n", commits: false);
        output.WriteLine(await matrix.RunAsync(kind, Token));
    }

    private static Plan<string> Shared(FaultRun run) => Network.Create(new NetworkSpec { Labels = run.Labels }).Then(network =>
        Volume.Create(new VolumeSpec { Labels = run.Labels }).Then(volume =>
            Image.Pull("busybox").Run(
                run.Spec("echo", "hi") with { Networks = [network.As("hi")], Mounts = [volume.MountAt("/data")] }).Output()));

    private static ImagePlan Headline(FaultRun run) =>
        Image.Pull("busybox").Run(run.Spec("sleep", "infinity")).Exec("touch", "/x").Commit(run.Image);

    private static Plan<string> Output(FaultRun run) => Image.Pull("busybox").Run(run.Spec("echo", "hi")).Output();
}
