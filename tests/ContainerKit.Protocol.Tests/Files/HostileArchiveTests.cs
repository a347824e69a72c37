using System.Formats.Tar;
using System.Text;
using ContainerKit.Protocol.Tests.Support;

namespace ContainerKit.Protocol.Tests.Files;

/// <summary>Malicious archives, which must not change anything outside of the target folder.</summary>
public sealed class HostileArchiveTests : ProtocolTest
{
    private const string FolderStat = """{"name":"src","size":4096,"mode":2147484141,"mtime":"2026-01-01T00:00:00Z","linkTarget":""}""";

    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("ck-hostile-");

    private string Target => Path.Combine(_root.FullName, "target");

    private string Outside => Path.Combine(_root.FullName, "outside");

    public override async ValueTask DisposeAsync()
    {
        _root.Delete(recursive: true);
        await base.DisposeAsync();
    }

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
    public Task A_hard_link_to_a_symbolic_link_is_rejected() =>
        ShouldBeRejectedAsync("src/twin", File("src/a"), SymbolicLink("src/link", "a"), HardLink("src/twin", "src/link"));

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

    [Theory(Timeout = 30_000)]
    [InlineData(300)]
    [InlineData(1100)]
    public async Task A_truncated_archive_throws_EngineUnavailable(int length)
    {
        var archive = Archive(File("src/a", new string('x', 5000)));
        Script.On("GET /containers/*/archive", exchange =>
            exchange.RespondAsync(200, "application/x-tar", archive.AsMemory(0, length), StatHeader(FolderStat)));

        await FluentActions.Awaiting(() => CopyAsync(new CopyOutOptions()))
            .Should().ThrowAsync<EngineUnavailableException>().WithMessage("*ended early*");
    }

    [Fact(Timeout = 30_000)]
    public async Task A_connection_lost_inside_an_archive_file_throws_EngineUnavailable()
    {
        var archive = Archive(File("src/a", new string('x', 5000)));
        Script.On("GET /containers/*/archive", async exchange =>
        {
            exchange.Close();
            await exchange.WriteAsync(
                $"HTTP/1.1 200 OK\r\nContent-Type: application/x-tar\r\n{StatHeader(FolderStat)}Content-Length: {archive.Length}\r\n\r\n");
            await exchange.Connection.WriteAsync(archive.AsMemory(0, 3000), Token);
        });

        await FluentActions.Awaiting(() => CopyAsync(new CopyOutOptions())).Should().ThrowAsync<EngineUnavailableException>();
    }

    [Fact(Timeout = 30_000)]
    public async Task A_copy_canceled_inside_a_file_throws_with_the_token_of_the_caller()
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var archive = Archive(Folder("src/"), File("src/a", new string('x', 5000)));
        Script.On("GET /containers/*/archive", async exchange =>
        {
            await exchange.WriteAsync(
                $"HTTP/1.1 200 OK\r\nContent-Type: application/x-tar\r\n{StatHeader(FolderStat)}Content-Length: {archive.Length}\r\n\r\n");
            await exchange.Connection.WriteAsync(archive.AsMemory(0, 3000), Token);
            await cancel.CancelAsync();
            await exchange.StaySilentAsync();
        });

        var failure = await FluentActions.Awaiting(() => Container.CopyOutAsync("/src", Target, cancel.Token))
            .Should().ThrowAsync<OperationCanceledException>();

        failure.Which.CancellationToken.Should().Be(cancel.Token);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_response_that_is_not_an_archive_throws_EngineUnavailable()
    {
        Script.On("GET /containers/*/archive", exchange =>
            exchange.RespondAsync(200, "application/x-tar", Encoding.ASCII.GetBytes(new string('?', 2048)),
                StatHeader(FolderStat)));

        await FluentActions.Awaiting(() => CopyAsync(new CopyOutOptions())).Should().ThrowAsync<EngineUnavailableException>();
    }

    [Fact(Timeout = 30_000)]
    public async Task Reading_a_file_whose_archive_breaks_off_throws_EngineUnavailable()
    {
        var archive = Archive(File("f", new string('x', 100_000)));
        foreach (var length in (int[])[300, 1024, 1724, 101_000])
        {
            SetFile(archive.AsMemory(0, length));

            await ShouldBreakOffAsync(() => Container.ReadTextAsync("/f", Token));
            await ShouldBreakOffAsync(() => Container.ReadBytesAsync("/f", Token));
            await ShouldBreakOffAsync(async () =>
            {
                await using var stream = await Container.OpenReadAsync("/f", Token);
                await stream.CopyToAsync(Stream.Null, Token);
            });
            await ShouldBreakOffAsync(() => Container.CopyOutAsync("/f", Path.Combine(_root.FullName, "f"), Token));
        }

        _root.EnumerateFileSystemInfos().Should().BeEmpty("a part of a file must not look like the whole file");
    }

    [Fact(Timeout = 30_000)]
    public async Task A_copied_file_that_breaks_off_keeps_the_existing_file()
    {
        var existing = Path.Combine(_root.FullName, "f");
        System.IO.File.WriteAllText(existing, "existing");
        SetFile(Archive(File("f", new string('x', 100_000))).AsMemory(0, 1724));

        await ShouldBreakOffAsync(() => Container.CopyOutAsync("/f", existing, Token));

        System.IO.File.ReadAllText(existing).Should().Be("existing");
        _root.EnumerateFileSystemInfos().Should().ContainSingle();
    }

    [Fact(Timeout = 30_000)]
    public async Task An_archive_without_its_end_throws_EngineUnavailable()
    {
        var archive = Archive(Folder("src/"), File("src/a"));
        var end = archive.AsSpan().LastIndexOfAnyExcept((byte)0) / 512 * 512 + 512;
        Script.On("GET /containers/*/archive", exchange =>
            exchange.RespondAsync(200, "application/x-tar", archive.AsMemory(0, end), StatHeader(FolderStat)));

        await ShouldBreakOffAsync(() => CopyAsync(new CopyOutOptions()));
    }

    [Fact(Timeout = 30_000)]
    public async Task An_export_that_breaks_off_throws_EngineUnavailable()
    {
        var archive = Archive(Folder("etc/"), File("etc/a"));
        foreach (var length in (int[])[700, 1536])
        {
            Script.On("GET /containers/*/export", exchange =>
                exchange.RespondAsync(200, "application/x-tar", archive.AsMemory(0, length)));

            await ShouldBreakOffAsync(() => Container.ExportAsync(Stream.Null, Token));
        }

        Script.On("GET /containers/*/export", exchange => exchange.RespondAsync(200, "application/x-tar", archive));
        using var whole = new MemoryStream();
        await Container.ExportAsync(whole, Token);
        whole.ToArray().Should().Equal(archive);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_commit_with_a_volume_whose_archive_breaks_off_throws_EngineUnavailable()
    {
        var archive = Archive(Folder("data/"), File("data/a"));
        Script.On("GET /containers/*/json", exchange => exchange.JsonAsync(200,
            $$"""
            { "Id": "{{HealthyEngine.ContainerId}}", "Name": "/app", "State": { "Status": "running" }, "Config": { "Image": "app" },
              "Mounts": [ { "Type": "volume", "Name": "v", "Destination": "/data" } ] }
            """));
        // Complete entries without an end: an engine would extract them without an error.
        Script.On("GET /containers/*/archive", exchange =>
            exchange.RespondAsync(200, "application/x-tar", archive.AsMemory(0, 1536), StatHeader(FolderStat)));
        Script.On("PUT /containers/*/archive", exchange => exchange.EmptyAsync(200));

        await ShouldBreakOffAsync(() =>
            Container.CommitAsync("full:1", new CommitOptions { IncludeVolumes = true }, Token));
    }

    [Fact(Timeout = 30_000)]
    public async Task An_archive_with_a_changed_header_is_not_extracted()
    {
        var archive = Archive(Folder("src/"), File("src/fp"));
        var name = archive.AsSpan().LastIndexOf("src/fp"u8);
        archive[name + 5] = (byte)'q';
        Script.On("GET /containers/*/archive", exchange =>
            exchange.RespondAsync(200, "application/x-tar", archive, StatHeader(FolderStat)));

        await FluentActions.Awaiting(() => CopyAsync(new CopyOutOptions()))
            .Should().ThrowAsync<EngineUnavailableException>().WithMessage("*checksum*");

        Directory.EnumerateFileSystemEntries(Target).Should().BeEmpty();
    }

    // Each was an exception of .NET once: of its tar reader, of a conversion or of a system call.
    [Fact(Timeout = 60_000)]
    public async Task A_damaged_archive_throws_exceptions_of_the_library_only()
    {
        var random = new Random(20260104);
        var archive = Archive(Folder("src/"), File("src/a"), SymbolicLink("src/b", "a"), HardLink("src/c", "src/a"));
        var damaged = archive;
        Script.On("GET /containers/*/archive", exchange =>
            exchange.RespondAsync(200, "application/x-tar", damaged, StatHeader(FolderStat)));
        for (var round = 0; round < 300; round++)
        {
            damaged = [.. archive];
            for (var i = random.Next(1, 4); i > 0; i--) damaged[random.Next(damaged.Length - 1024)] = (byte)random.Next(256);
            for (var block = 0; block < damaged.Length - 512; block += 512) Sign(damaged.AsSpan(block, 512));
            try
            {
                await CopyAsync(new CopyOutOptions());
            }
            catch (Exception e)
            {
                (e is ContainerKitException or IOException).Should().BeTrue("{0} is no exception for a damaged archive", e);
            }

            OutsideShouldBeUnchanged();
            if (Directory.Exists(Target)) Directory.Delete(Target, recursive: true);
        }
    }

    [Theory(Timeout = 30_000)]
    [InlineData("mtime", "99999999999999")]
    [InlineData("uid", "4294967295")]
    [InlineData("SCHILY.xattr.user.x", "\0\u00FF")]
    public async Task Unusual_values_of_a_header_do_not_prevent_a_copy(string keyword, string value)
    {
        var file = new PaxTarEntry(TarEntryType.RegularFile, "src/a", new Dictionary<string, string> { [keyword] = value })
        {
            DataStream = new MemoryStream("evil"u8.ToArray()),
        };
        SetArchive(file);

        await CopyAsync(new CopyOutOptions());

        System.IO.File.ReadAllText(Path.Combine(Target, "a")).Should().Be("evil");
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
            var (folder, moved) = (Path.Combine(Target, "d"), Path.Combine(_root.FullName, "moved"));
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

    private void SetFile(ReadOnlyMemory<byte> archive) => Script.On("GET /containers/*/archive", exchange =>
        exchange.RespondAsync(200, "application/x-tar", archive, StatHeader("""{"name":"f","size":100000,"mode":420}""")));

    private static async Task ShouldBreakOffAsync(Func<Task> read) => await FluentActions.Awaiting(read)
        .Should().ThrowAsync<EngineUnavailableException>().WithMessage("*ended early*");

    private static void Sign(Span<byte> header)
    {
        if (!header.ContainsAnyExcept((byte)0)) return;
        Encoding.ASCII.GetBytes(new string(' ', 8)).CopyTo(header[148..]);
        var sum = 0;
        foreach (var part in header) sum += part;
        Encoding.ASCII.GetBytes(Convert.ToString(sum, 8).PadLeft(6, '0') + "\0 ").CopyTo(header[148..]);
    }

    private async Task ShouldBeRejectedAsync(string entry, params TarEntry[] entries)
    {
        SetArchive(entries);

        var failure = await FluentActions.Awaiting(() => CopyAsync(new CopyOutOptions())).Should().ThrowAsync<UnsafeArchiveException>();

        failure.Which.Entry.Should().Be(entry);
        OutsideShouldBeUnchanged();
    }

    private Task CopyAsync(CopyOutOptions options)
    {
        Directory.CreateDirectory(Outside);
        System.IO.File.WriteAllText(Path.Combine(Outside, "kept"), "kept");
        return Container.CopyOutAsync("/src", Target, options, Token);
    }

    private void OutsideShouldBeUnchanged()
    {
        _root.EnumerateFileSystemInfos().Select(item => item.Name).Except(["target"]).Should().Equal("outside");
        Directory.EnumerateFileSystemEntries(Outside).Should().Equal(Path.Combine(Outside, "kept"));
        System.IO.File.ReadAllText(Path.Combine(Outside, "kept")).Should().Be("kept");
    }

    private void SetArchive(params TarEntry[] entries) =>
        Script.On("GET /containers/*/archive", exchange =>
            exchange.RespondAsync(200, "application/x-tar", Archive([Folder("src/"), .. entries]), StatHeader(FolderStat)));

    private static string StatHeader(string json) =>
        $"X-Docker-Container-Path-Stat: {Convert.ToBase64String(Encoding.UTF8.GetBytes(json))}\r\n";

    private static byte[] Archive(params TarEntry[] entries)
    {
        using var bytes = new MemoryStream();
        using (var archive = new TarWriter(bytes, leaveOpen: true))
        {
            foreach (var entry in entries) archive.WriteEntry(entry);
        }

        return bytes.ToArray();
    }

    private static PaxTarEntry File(string name, string content = "evil") =>
        new(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(Encoding.ASCII.GetBytes(content)) };

    private static PaxTarEntry Folder(string name) => new(TarEntryType.Directory, name) { Mode = (UnixFileMode)0x1ED };

    private static PaxTarEntry SymbolicLink(string name, string target) => new(TarEntryType.SymbolicLink, name) { LinkName = target };

    private static PaxTarEntry HardLink(string name, string target) => new(TarEntryType.HardLink, name) { LinkName = target };
}
