namespace ContainerKit.Engine.Tests.Sessions;

/// <summary>What becomes of snapshots with the processes that make them.</summary>
public sealed class SnapshotTests : EngineTest
{
    private Dictionary<string, string> Name => new() { ["CK_SNAPSHOT"] = Unique("snap") };

    [DockerFact]
    public async Task Temporary_snapshot_is_removed_with_a_killed_process_and_a_kept_snapshot_stays()
    {
        await using var victim = CrashTestApp.Start("snapshots", Name);
        await victim.HasMadeAsync();
        (await DockerCli.ExistsAsync(victim.Images.Single())).Should().BeTrue();

        await victim.KillAsync();

        (await victim.LeftAsync()).Should().BeEmpty();
        (await ImagesAsync()).Should().Contain(name => name.StartsWith("containerkit-snapshot/" + Unique("snap") + ":", StringComparison.Ordinal));
    }

    [DockerFact]
    public Task Snapshot_requested_by_several_processes_at_once_is_prepared_once() => PrepareAtOnceAsync(Name);

    [DockerFact]
    public Task Snapshot_without_a_writable_data_directory_is_prepared_once()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The variable that says where files may be written is Linux's.");
        return PrepareAtOnceAsync(new(Name) { ["XDG_DATA_HOME"] = "/dev/null/nowhere" });
    }

    [DockerFact]
    public async Task Snapshot_preparation_in_a_killed_process_leaves_nothing_and_lets_the_next_process_start()
    {
        await using var first = CrashTestApp.Start("hang", Name);
        await first.LineAsync("preparing");
        await using var second = CrashTestApp.Start("prepare", Name);
        await second.IsProtectedAsync();

        await first.KillAsync();

        await second.HasMadeAsync();
        (await first.LeftAsync()).Should().BeEmpty();
        await second.EndAsync();
        second.Said("preparing").Should().Be(1);
    }

    private static async Task PrepareAtOnceAsync(Dictionary<string, string> environment)
    {
        CrashTestApp[] victims = [CrashTestApp.Start("prepare", environment), CrashTestApp.Start("prepare", environment), CrashTestApp.Start("prepare", environment)];

        foreach (var victim in victims) await victim.EndAsync();

        victims.Select(victim => victim.ExitCode).Should().AllBeEquivalentTo(0);
        victims.Sum(victim => victim.Said("preparing")).Should().Be(1);
        victims.Select(victim => victim.Images.Single()).Distinct().Should().ContainSingle();
        foreach (var victim in victims) await victim.DisposeAsync();
    }
}
