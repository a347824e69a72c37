namespace ContainerKit.Services.Tests.Snapshots;

/// <summary>The base class for tests with snapshots of a server that a shell script simulates.</summary>
public abstract class SnapshotTest : EngineTest
{
    // Exits on SIGTERM, as servers do. A bare sleep does not.
    protected const string Serve =
        "trap 'echo bye >> /data/log; exit 0' TERM; echo begun >> /data/log; echo ready; while :; do sleep 0.05; done";

    private int _preparationCount;

    /// <summary>The number of <see cref="CountPreparationAsync"/> calls.</summary>
    protected int PreparationCount => _preparationCount;

    protected async Task AssertNothingLeftAsync()
    {
        (await ContainersAsync()).Should().BeEmpty();
        (await ImagesAsync()).Should().NotContain(name => name.StartsWith("containerkit-", StringComparison.Ordinal));
    }

    // Only names with a tag: some engines also list a digest for each image.
    protected async Task<IReadOnlyList<string>> SnapshotNamesAsync() =>
        [.. (await ImagesAsync())
            .Where(name => name.StartsWith("containerkit-snapshot/", StringComparison.Ordinal)
            && !name.Contains('@', StringComparison.Ordinal))];

    protected Task CountPreparationAsync(Container container, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _preparationCount);
        return Task.CompletedTask;
    }

    /// <summary>Returns a snapshot of a server that keeps its data in a volume that its image declares.</summary>
    protected async Task<Snapshot> SnapshotAsync()
    {
        var name = Unique("server");
        if (!await DockerCli.ExistsAsync(name))
            await Image.Pull(Busybox).Create(Spec("true"))
                .Commit(name, new CommitOptions { Changes = ["VOLUME /data"] }).ExecuteAsync(Token);
        return Snapshot.Of(Image.Local(name), Spec("sh", "-c", Serve) with { Wait = Wait.ForLog("ready") })
            .WithName(Unique("snap"));
    }
}
