namespace ContainerKit.Engine.Tests.Faults;

/// <summary>
/// Breaks each request of a chain in each way a request can break. Whatever comes, the chain ends, in its result or in an error that
/// a caller can expect, and leaves nothing on the engine.
/// </summary>
public sealed class NothingLeftBehindTests(LeftoverCheck leftovers, CleanRuns clean, ITestOutputHelper output) : EngineTests(leftovers), IClassFixture<CleanRuns>
{
    public static TheoryData<FaultKind> Kinds => new(Enum.GetValues<FaultKind>());

    [Theory(Timeout = 4 * TimeLimit)]
    [MemberData(nameof(Kinds))]
    public async Task A_chain_that_commits_leaves_nothing_whichever_of_its_requests_breaks(FaultKind kind)
    {
        var requests = await clean.CountAsync("headline", Headline, Token);
        var matrix = new FaultMatrix<Image>("headline", requests, Headline, (image, run) => image.Reference.ToString() == run.Image, commits: true);
        output.WriteLine(await matrix.RunAsync(kind, Token));
    }

    [Theory(Timeout = 4 * TimeLimit)]
    [MemberData(nameof(Kinds))]
    public async Task A_chain_that_gives_output_leaves_nothing_whichever_of_its_requests_breaks(FaultKind kind)
    {
        var requests = await clean.CountAsync("output", Output, Token);
        var matrix = new FaultMatrix<string>("output", requests, Output, (text, _) => text == "hi\n", commits: false);
        output.WriteLine(await matrix.RunAsync(kind, Token));
    }

    [Theory(Timeout = 4 * TimeLimit)]
    [MemberData(nameof(Kinds))]
    public async Task A_chain_with_a_network_and_a_volume_leaves_nothing_whichever_of_its_requests_breaks(FaultKind kind)
    {
        var requests = await clean.CountAsync("shared", Shared, Token);
        var matrix = new FaultMatrix<string>("shared", requests, Shared, (text, _) => text == "hi\n", commits: false);
        output.WriteLine(await matrix.RunAsync(kind, Token));
    }

    private static Plan<string> Shared(FaultRun run) => Network.Create(new NetworkSpec { Labels = run.Labels }).Then(network =>
        Volume.Create(new VolumeSpec { Labels = run.Labels }).Then(volume =>
            Image.Pull("busybox").Run(run.Spec("echo", "hi") with { Networks = [network.As("hi")], Mounts = [volume.MountAt("/data")] }).Output()));

    private static ImagePlan Headline(FaultRun run) =>
        Image.Pull("busybox").Run(run.Spec("sleep", "infinity")).Exec("touch", "/x").Commit(run.Image);

    private static Plan<string> Output(FaultRun run) => Image.Pull("busybox").Run(run.Spec("echo", "hi")).Output();
}
