using System.Formats.Tar;

namespace ContainerKit.Protocol.Tests.Files;

/// <summary>Malicious archives, which must not change anything outside of the target folder.</summary>
public sealed class HostileArchiveTests : ArchiveTest
{
    [Fact(Timeout = 30_000)]
    public Task An_archive_entry_that_leads_up_is_rejected() =>
        ShouldBeRejectedAsync("src/../../outside/new", File("src/../../outside/new"));

    [Fact(Timeout = 30_000)]
    public Task An_archive_entry_that_leads_up_and_down_again_is_rejected() => ShouldBeRejectedAsync("src/a/../b", File("src/a/../b"));

    [Fact(Timeout = 30_000)]
    public Task An_absolute_archive_entry_is_rejected() =>
        ShouldBeRejectedAsync(Path.Combine(Outside, "new"), File(Path.Combine(Outside, "new")));

    [Fact(Timeout = 30_000)]
    public Task An_archive_entry_outside_the_requested_path_is_rejected() => ShouldBeRejectedAsync("other", File("other"));

    [Fact(Timeout = 30_000)]
    public Task An_archive_folder_that_leads_up_is_rejected() => ShouldBeRejectedAsync("src/../../outside/", Folder("src/../../outside/"));

    [Fact(Timeout = 30_000)]
    public Task A_symbolic_link_to_an_absolute_path_is_rejected() => ShouldBeRejectedAsync("src/link", SymbolicLink("src/link", Outside));

    [Fact(Timeout = 30_000)]
    public Task A_symbolic_link_that_leads_out_of_the_target_is_rejected() =>
        ShouldBeRejectedAsync("src/a/link", Folder("src/a/"), SymbolicLink("src/a/link", "../../outside"));

    [Fact(Timeout = 30_000)]
    public Task A_symbolic_link_that_leads_out_through_another_link_is_rejected() =>
        ShouldBeRejectedAsync("src/out", Folder("src/x/"), Folder("src/x/y/"), SymbolicLink("src/x/y/up", "../.."),
            SymbolicLink("src/out", "x/y/up/../outside"));

    [Fact(Timeout = 30_000)]
    public Task Writing_through_a_symbolic_link_of_the_same_archive_is_rejected() =>
        ShouldBeRejectedAsync("src/link/new", Folder("src/a/"), SymbolicLink("src/link", "a"), File("src/link/new"));

    [Fact(Timeout = 30_000)]
    public Task A_folder_in_place_of_a_symbolic_link_of_the_same_archive_is_rejected() =>
        ShouldBeRejectedAsync("src/link/", Folder("src/a/"), SymbolicLink("src/link", "a"), Folder("src/link/"));

    [Fact(Timeout = 30_000)]
    public Task A_hard_link_to_a_file_outside_is_rejected() =>
        ShouldBeRejectedAsync("src/../../outside/kept", HardLink("src/twin", "src/../../outside/kept"));

    [Fact(Timeout = 30_000)]
    public Task A_hard_link_to_an_absolute_path_is_rejected() =>
        ShouldBeRejectedAsync(Path.Combine(Outside, "kept"), HardLink("src/twin", Path.Combine(Outside, "kept")));

    [Fact(Timeout = 30_000)]
    public Task A_hard_link_to_a_symbolic_link_that_leads_out_from_there_is_rejected() =>
        ShouldBeRejectedAsync("src/twin", Folder("src/x/"), SymbolicLink("src/x/link", "../a"), HardLink("src/twin", "src/x/link"));

    [Fact(Timeout = 30_000)]
    public async Task A_hard_link_to_a_symbolic_link_becomes_the_same_link()
    {
        SetArchive(File("src/a"), SymbolicLink("src/link", "a"), HardLink("src/twin", "src/link"));

        await CopyAsync(new CopyOutOptions());

        new FileInfo(Path.Combine(Target, "twin")).LinkTarget.Should().Be("a");
    }

    [Fact(Timeout = 30_000)]
    public async Task A_hard_link_to_a_skipped_entry_is_skipped_and_links_no_older_file()
    {
        var copy = Path.Combine(Target, "src");
        Directory.CreateDirectory(copy);
        System.IO.File.WriteAllText(Path.Combine(copy, "pipe"), "older");
        SetArchive(new PaxTarEntry(TarEntryType.Fifo, "src/pipe"), HardLink("src/twin", "src/pipe"), HardLink("src/third", "src/twin"),
            SymbolicLink("src/out", Outside), HardLink("src/out2", "src/out"), File("src/kept"));

        await CopyAsync(new CopyOutOptions { ExternalSymlinkPolicy = ExternalSymlinkPolicy.Skip });

        Directory.EnumerateFileSystemEntries(copy).Select(Path.GetFileName).Should().BeEquivalentTo("pipe", "kept");
    }

    [Fact(Timeout = 30_000)]
    public Task A_hard_link_to_a_missing_archive_entry_is_rejected() => ShouldBeRejectedAsync("src/twin", HardLink("src/twin", "src/none"));

    [Fact(Timeout = 30_000)]
    public Task A_hard_link_to_itself_is_rejected() => ShouldBeRejectedAsync("src/a", File("src/a"), HardLink("src/a", "src/a"));

    [Fact(Timeout = 30_000)]
    public async Task A_kept_symbolic_link_is_not_written_through()
    {
        SetArchive(SymbolicLink("src/link", Outside), File("src/link/new"));

        await FluentActions.Awaiting(() =>
            CopyAsync(new CopyOutOptions { ExternalSymlinkPolicy = ExternalSymlinkPolicy.Keep }))
            .Should().ThrowAsync<UnsafeArchiveException>();

        OutsideShouldBeUnchanged();
    }

    [Fact(Timeout = 30_000)]
    public async Task A_file_with_the_name_of_a_symbolic_link_replaces_the_link()
    {
        SetArchive(SymbolicLink("src/kept", Path.Combine(Outside, "kept")), File("src/kept"));

        await CopyAsync(new CopyOutOptions { ExternalSymlinkPolicy = ExternalSymlinkPolicy.Keep });

        OutsideShouldBeUnchanged();
        System.IO.File.ReadAllText(Path.Combine(Target, "kept")).Should().Be("evil");
    }

    [Fact(Timeout = 30_000)]
    public async Task A_repeated_file_does_not_change_its_hard_link()
    {
        SetArchive(File("src/a"), HardLink("src/b", "src/a"), File("src/a", "later"));

        await CopyAsync(new CopyOutOptions());

        System.IO.File.ReadAllText(Path.Combine(Target, "a")).Should().Be("later");
        System.IO.File.ReadAllText(Path.Combine(Target, "b")).Should().Be("evil");
    }

    [Fact(Timeout = 30_000)]
    public async Task Devices_and_pipes_are_skipped_and_missing_folders_are_created()
    {
        SetArchive(new PaxTarEntry(TarEntryType.CharacterDevice, "src/null") { DeviceMajor = 1, DeviceMinor = 3 },
            new PaxTarEntry(TarEntryType.Fifo, "src/pipe"), File("src/deep/er/file"));

        await CopyAsync(new CopyOutOptions());

        Directory.EnumerateFileSystemEntries(Target, "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Target, path)).Should().BeEquivalentTo("deep", "deep/er", "deep/er/file");
    }

    [Fact(Timeout = 120_000)]
    public async Task Nothing_is_written_or_changed_outside_while_folders_are_replaced_by_links()
    {
        if (OperatingSystem.IsWindows() || !ContainerKit.Files.UnixFiles.IsAvailable)
        {
            Assert.Skip("On other systems a copy works with paths and can only look for links afterwards.");
            return;
        }

        var names = Enumerable.Range(0, 30).Select(number => $"src/d/f{number}").ToArray();
        SetArchive([Folder("src/d/"), .. names.Select(name => File(name))]);
        Directory.CreateDirectory(Path.Combine(Target, "d"));
        Directory.CreateDirectory(Outside);
        System.IO.File.SetUnixFileMode(Outside, (UnixFileMode)0x1C0);
        var time = new DateTime(2001, 2, 3, 4, 5, 6, DateTimeKind.Utc);
        var isEnded = false;
        var attacker = Task.Factory.StartNew(() =>
        {
            var (folder, moved) = (Path.Combine(Target, "d"), Path.Combine(Root.FullName, "moved"));
            while (!Volatile.Read(ref isEnded))
            {
                Try(() => Directory.Move(folder, moved));
                Try(() => Directory.CreateSymbolicLink(folder, Outside));
                Try(() => System.IO.File.Delete(folder));
                Try(() => Directory.CreateDirectory(folder));
                Try(() => Directory.Delete(moved, recursive: true));
            }
        }, Token, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        var outcomes = new HashSet<string>();
        for (var round = 0; round < 400; round++)
        {
            try
            {
                await Container.CopyOutAsync("/src/.", Target, Token);
                outcomes.Add("copied");
            }
            catch (Exception e) when (e is UnsafeArchiveException or IOException)
            {
                outcomes.Add(e.GetType().Name);
            }

            Directory.EnumerateFileSystemEntries(Outside).Should().BeEmpty();
            System.IO.File.GetUnixFileMode(Outside).Should().Be((UnixFileMode)0x1C0);
            Directory.SetLastWriteTimeUtc(Outside, time);
        }

        Volatile.Write(ref isEnded, true);
        await attacker;
        outcomes.Should().HaveCountGreaterThan(1, "the copies met the link");
    }

    // The copy may have created or deleted the item meanwhile.
    private static void Try(Action action)
    {
        try
        {
            action();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Thread.Yield();
        }
    }
}
