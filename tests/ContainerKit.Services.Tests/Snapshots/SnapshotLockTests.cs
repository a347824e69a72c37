using ContainerKit.Services.Snapshots;
using ContainerKit.Sessions;

namespace ContainerKit.Services.Tests.Snapshots;

public sealed class SnapshotLockTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_snapshot_lock_has_one_holder_and_a_canceled_wait_does_not_take_it()
    {
        var tag = Guid.NewGuid().ToString("N");
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var first = await SnapshotLock.AcquireAsync(tag, Token);
        using (await SnapshotLock.AcquireAsync("another-" + tag, Token))
        {
            var (second, third) = (SnapshotLock.AcquireAsync(tag, cancel.Token), SnapshotLock.AcquireAsync(tag, Token));
            await cancel.CancelAsync();
            await FluentActions.Awaiting(() => second).Should().ThrowAsync<OperationCanceledException>();
            third.IsCompleted.Should().BeFalse();

            first.Dispose();

            (await third).Dispose();
        }
    }

    [Fact]
    public void Processes_of_a_user_share_state_directories_that_only_the_user_can_access()
    {
        var folders = StateDirectory.GetSharedDirectories().ToList();

        folders.Should().HaveCount(2).And.Equal(StateDirectory.GetSharedDirectories());
        if (OperatingSystem.IsWindows()) return;
        folders.Select(File.GetUnixFileMode)
            .Should().AllBeEquivalentTo(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    [Fact]
    public void A_state_directory_that_is_a_link_or_a_file_is_not_used()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(),
            "On Windows, links need administrator rights, and state directories are in the user's own temp folder.");
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(Path.Combine(folder.Path, "elsewhere"));
        File.CreateSymbolicLink(Path.Combine(folder.Path, "link"), Path.Combine(folder.Path, "elsewhere"));
        File.WriteAllText(Path.Combine(folder.Path, "file"), "");

        StateDirectory.TryCreatePrivate(folder.Path, "link").Should().BeNull();
        StateDirectory.TryCreatePrivate(folder.Path, "file").Should().BeNull();
        StateDirectory.TryCreatePrivate(folder.Path, "new").Should().Be(Path.Combine(folder.Path, "new"));
    }
}
