namespace ContainerKit.Services.Tests.Snapshots;

/// <summary>Tests of snapshots of a server that a shell plays: what they make, how often it was prepared, and what is there.</summary>
public abstract class SnapshotTest : EngineTest
{
    // Ends when it is asked to, as servers do; a bare sleep does not.
    protected const string Serve = "trap 'echo bye >> /data/log; exit 0' TERM; echo begun >> /data/log; echo ready; while :; do sleep 0.05; done";

    private int _prepared;

    /// <summary>How often <see cref="CountAsync"/> ran.</summary>
    protected int Prepared => _prepared;

    protected async Task NothingIsMadeAsync()
    {
        (await ContainersAsync()).Should().BeEmpty();
        (await ImagesAsync()).Should().NotContain(name => name.StartsWith("containerkit-", StringComparison.Ordinal));
    }

    // By tag: some engines give every image a digest as well.
    protected async Task<IReadOnlyList<string>> SnapshotNamesAsync() =>
        [.. (await ImagesAsync()).Where(name => name.StartsWith("containerkit-snapshot/", StringComparison.Ordinal) && !name.Contains('@', StringComparison.Ordinal))];

    protected Task CountAsync(Container container, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _prepared);
        return Task.CompletedTask;
    }

    /// <summary>Of a server that keeps its data in a volume that its image declares.</summary>
    protected async Task<Snapshot> SnapshotAsync()
    {
        var name = Unique("server");
        if (!await DockerCli.ExistsAsync(name))
            await Image.Pull(Busybox).Create(Spec("true")).Commit(name, new CommitOptions { Changes = ["VOLUME /data"] }).ExecuteAsync(Token);
        return Snapshot.Of(Image.Local(name), Spec("sh", "-c", Serve) with { Wait = Wait.ForLog("ready") }).WithName(Unique("snap"));
    }
}
