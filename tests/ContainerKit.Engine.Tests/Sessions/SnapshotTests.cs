namespace ContainerKit.Engine.Tests.Sessions;

/// <summary>Tests snapshots that several processes create, also when a process is killed.</summary>
public sealed class SnapshotTests : EngineTest
{
    private Dictionary<string, string> Name => new() { ["CK_SNAPSHOT"] = Unique("snap") };

    [DockerFact]
    public async Task Temporary_snapshot_is_removed_with_a_killed_process_and_a_kept_snapshot_stays()
    {
        await using var app = CrashTestApp.Start("snapshots", Name);
        await app.WaitUntilCreatedAsync();
        (await DockerCli.ExistsAsync(app.Images.Single())).Should().BeTrue();

        await app.KillAsync();

        (await app.GetFinalLeftoversAsync()).Should().BeEmpty();
        (await ImagesAsync()).Should().Contain(
            name => name.StartsWith("containerkit-snapshot/" + Unique("snap") + ":", StringComparison.Ordinal));
    }

    [DockerFact]
    public Task Snapshot_requested_by_several_processes_at_once_is_prepared_once() => PrepareAtOnceAsync(Name);

    [DockerFact]
    public Task Snapshot_without_a_writable_data_directory_is_prepared_once()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "XDG_DATA_HOME is used on Linux only.");
        return PrepareAtOnceAsync(new(Name) { ["XDG_DATA_HOME"] = "/dev/null/nowhere" });
    }

    [DockerFact]
    public async Task Snapshot_preparation_in_a_killed_process_leaves_nothing_and_lets_the_next_process_start()
    {
        await using var first = CrashTestApp.Start("hang", Name);
        await first.WaitForLineAsync("preparing");
        await using var second = CrashTestApp.Start("prepare", Name);
        await second.WaitUntilTrackedAsync();

        await first.KillAsync();

        await second.WaitUntilCreatedAsync();
        (await first.GetFinalLeftoversAsync()).Should().BeEmpty();
        await second.WaitForExitAsync();
        second.CountLines("preparing").Should().Be(1);
    }

    private static async Task PrepareAtOnceAsync(Dictionary<string, string> environment)
    {
        CrashTestApp[] apps = [CrashTestApp.Start("prepare", environment), CrashTestApp.Start("prepare", environment),
            CrashTestApp.Start("prepare", environment)];

        var errors = new List<string>();
        foreach (var app in apps) errors.Add(await app.WaitForExitAsync());

        apps.Select(app => app.ExitCode).Should().AllBeEquivalentTo(0, "their errors are: {0}", string.Join('\n', errors));
        apps.Sum(app => app.CountLines("preparing")).Should().Be(1);
        apps.Select(app => app.Images.Single()).Distinct().Should().ContainSingle();
        foreach (var app in apps) await app.DisposeAsync();
    }
}
