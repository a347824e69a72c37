using System.Formats.Tar;
using System.Text;
using ContainerKit.Protocol.Tests.Support;

namespace ContainerKit.Protocol.Tests.Files;

/// <summary>Archives that no engine makes by itself: whatever one says, what is outside of the target folder stays as it is.</summary>
public sealed class HostileArchiveTests : ProtocolTest
{
    private const string FolderStat = """{"name":"src","size":4096,"mode":2147484141,"mtime":"2026-01-01T00:00:00Z","linkTarget":""}""";

    private readonly DirectoryInfo _box = Directory.CreateTempSubdirectory("ck-hostile-");

    private string Target => Path.Combine(_box.FullName, "target");

    private string Outside => Path.Combine(_box.FullName, "outside");

    public override async ValueTask DisposeAsync()
    {
        _box.Delete(recursive: true);
        await base.DisposeAsync();
    }

    [Fact(Timeout = 30_000)]
    public Task An_archive_entry_that_leads_up_is_rejected() => RefusedAsync("src/../../outside/new", File("src/../../outside/new"));

    [Fact(Timeout = 30_000)]
    public Task An_archive_entry_that_leads_up_and_down_again_is_rejected() => RefusedAsync("src/a/../b", File("src/a/../b"));

    [Fact(Timeout = 30_000)]
    public Task An_absolute_archive_entry_is_rejected() => RefusedAsync(Path.Combine(Outside, "new"), File(Path.Combine(Outside, "new")));

    [Fact(Timeout = 30_000)]
    public Task An_archive_entry_outside_the_requested_path_is_rejected() => RefusedAsync("other", File("other"));

    [Fact(Timeout = 30_000)]
    public Task An_archive_folder_that_leads_up_is_rejected() => RefusedAsync("src/../../outside/", Folder("src/../../outside/"));

    [Fact(Timeout = 30_000)]
    public Task A_symbolic_link_to_an_absolute_path_is_rejected() => RefusedAsync("src/link", Link("src/link", Outside));

    [Fact(Timeout = 30_000)]
    public Task A_symbolic_link_that_leads_out_of_the_target_is_rejected() => RefusedAsync("src/a/link", Folder("src/a/"), Link("src/a/link", "../../outside"));

    [Fact(Timeout = 30_000)]
    public Task A_symbolic_link_that_leads_out_through_another_link_is_rejected() =>
        RefusedAsync("src/out", Folder("src/x/"), Folder("src/x/y/"), Link("src/x/y/up", "../.."), Link("src/out", "x/y/up/../outside"));

    [Fact(Timeout = 30_000)]
    public Task Writing_through_a_symbolic_link_of_the_same_archive_is_rejected() => RefusedAsync("src/link/new", Folder("src/a/"), Link("src/link", "a"), File("src/link/new"));

    [Fact(Timeout = 30_000)]
    public Task A_folder_in_place_of_a_symbolic_link_of_the_same_archive_is_rejected() => RefusedAsync("src/link/", Folder("src/a/"), Link("src/link", "a"), Folder("src/link/"));

    [Fact(Timeout = 30_000)]
    public Task A_hard_link_to_a_file_outside_is_rejected() => RefusedAsync("src/../../outside/kept", Twin("src/twin", "src/../../outside/kept"));

    [Fact(Timeout = 30_000)]
    public Task A_hard_link_to_an_absolute_path_is_rejected() => RefusedAsync(Path.Combine(Outside, "kept"), Twin("src/twin", Path.Combine(Outside, "kept")));

    [Fact(Timeout = 30_000)]
    public Task A_hard_link_to_a_symbolic_link_is_rejected() => RefusedAsync("src/twin", File("src/a"), Link("src/link", "a"), Twin("src/twin", "src/link"));

    [Fact(Timeout = 30_000)]
    public Task A_hard_link_to_a_missing_archive_entry_is_rejected() => RefusedAsync("src/twin", Twin("src/twin", "src/none"));

    [Fact(Timeout = 30_000)]
    public Task A_hard_link_to_itself_is_rejected() => RefusedAsync("src/a", File("src/a"), Twin("src/a", "src/a"));

    [Fact(Timeout = 30_000)]
    public async Task A_kept_symbolic_link_is_not_written_through()
    {
        Serve(Link("src/link", Outside), File("src/link/new"));

        await FluentActions.Awaiting(() => CopyAsync(new CopyOutOptions { ExternalSymlinkPolicy = ExternalSymlinkPolicy.Keep })).Should().ThrowAsync<UnsafeArchiveException>();

        OutsideIsAsItWas();
    }

    [Fact(Timeout = 30_000)]
    public async Task A_file_with_the_name_of_a_symbolic_link_replaces_the_link()
    {
        Serve(Link("src/kept", Path.Combine(Outside, "kept")), File("src/kept"));

        await CopyAsync(new CopyOutOptions { ExternalSymlinkPolicy = ExternalSymlinkPolicy.Keep });

        OutsideIsAsItWas();
        System.IO.File.ReadAllText(Path.Combine(Target, "kept")).Should().Be("evil");
    }

    [Fact(Timeout = 30_000)]
    public async Task A_repeated_file_does_not_change_its_hard_link()
    {
        Serve(File("src/a"), Twin("src/b", "src/a"), File("src/a", "later"));

        await CopyAsync(new CopyOutOptions());

        System.IO.File.ReadAllText(Path.Combine(Target, "a")).Should().Be("later");
        System.IO.File.ReadAllText(Path.Combine(Target, "b")).Should().Be("evil");
    }

    [Fact(Timeout = 30_000)]
    public async Task Devices_and_pipes_are_skipped_and_missing_folders_are_created()
    {
        Serve(new PaxTarEntry(TarEntryType.CharacterDevice, "src/null") { DeviceMajor = 1, DeviceMinor = 3 }, new PaxTarEntry(TarEntryType.Fifo, "src/pipe"), File("src/deep/er/file"));

        await CopyAsync(new CopyOutOptions());

        Directory.EnumerateFileSystemEntries(Target, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(Target, path)).Should().BeEquivalentTo("deep", "deep/er", "deep/er/file");
    }

    [Theory(Timeout = 30_000)]
    [InlineData(300)]
    [InlineData(1100)]
    public async Task A_truncated_archive_throws_EngineUnavailable(int length)
    {
        var whole = Archive(File("src/a", new string('x', 5000)));
        Script.On("GET /containers/*/archive", exchange => exchange.AnswerAsync(200, "application/x-tar", whole.AsMemory(0, length), StatHeader(FolderStat)));

        await FluentActions.Awaiting(() => CopyAsync(new CopyOutOptions())).Should().ThrowAsync<EngineUnavailableException>().WithMessage("*broke off*");
    }

    [Fact(Timeout = 30_000)]
    public async Task A_connection_lost_inside_an_archive_file_throws_EngineUnavailable()
    {
        var whole = Archive(File("src/a", new string('x', 5000)));
        Script.On("GET /containers/*/archive", async exchange =>
        {
            exchange.Close();
            await exchange.RawAsync($"HTTP/1.1 200 OK\r\nContent-Type: application/x-tar\r\n{StatHeader(FolderStat)}Content-Length: {whole.Length}\r\n\r\n");
            await exchange.Raw.WriteAsync(whole.AsMemory(0, 3000), Token);
        });

        await FluentActions.Awaiting(() => CopyAsync(new CopyOutOptions())).Should().ThrowAsync<EngineUnavailableException>();
    }

    [Fact(Timeout = 30_000)]
    public async Task A_copy_canceled_inside_a_file_throws_with_the_token_of_the_caller()
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var whole = Archive(Folder("src/"), File("src/a", new string('x', 5000)));
        Script.On("GET /containers/*/archive", async exchange =>
        {
            await exchange.RawAsync($"HTTP/1.1 200 OK\r\nContent-Type: application/x-tar\r\n{StatHeader(FolderStat)}Content-Length: {whole.Length}\r\n\r\n");
            await exchange.Raw.WriteAsync(whole.AsMemory(0, 3000), Token);
            await cancel.CancelAsync();
            await exchange.SilenceAsync();
        });

        var failure = await FluentActions.Awaiting(() => Container.CopyOutAsync("/src", Target, cancel.Token)).Should().ThrowAsync<OperationCanceledException>();

        failure.Which.CancellationToken.Should().Be(cancel.Token);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_response_that_is_not_an_archive_throws_EngineUnavailable()
    {
        Script.On("GET /containers/*/archive", exchange => exchange.AnswerAsync(200, "application/x-tar", Encoding.ASCII.GetBytes(new string('?', 2048)), StatHeader(FolderStat)));

        await FluentActions.Awaiting(() => CopyAsync(new CopyOutOptions())).Should().ThrowAsync<EngineUnavailableException>();
    }

    private async Task RefusedAsync(string entry, params TarEntry[] entries)
    {
        Serve(entries);

        var failure = await FluentActions.Awaiting(() => CopyAsync(new CopyOutOptions())).Should().ThrowAsync<UnsafeArchiveException>();

        failure.Which.Entry.Should().Be(entry);
        OutsideIsAsItWas();
    }

    private Task CopyAsync(CopyOutOptions options)
    {
        Directory.CreateDirectory(Outside);
        System.IO.File.WriteAllText(Path.Combine(Outside, "kept"), "kept");
        return Container.CopyOutAsync("/src", Target, options, Token);
    }

    private void OutsideIsAsItWas()
    {
        _box.EnumerateFileSystemInfos().Select(item => item.Name).Except(["target"]).Should().Equal("outside");
        Directory.EnumerateFileSystemEntries(Outside).Should().Equal(Path.Combine(Outside, "kept"));
        System.IO.File.ReadAllText(Path.Combine(Outside, "kept")).Should().Be("kept");
    }

    private void Serve(params TarEntry[] entries) => Script.On(
        "GET /containers/*/archive", exchange => exchange.AnswerAsync(200, "application/x-tar", Archive([Folder("src/"), .. entries]), StatHeader(FolderStat)));

    private static string StatHeader(string json) => $"X-Docker-Container-Path-Stat: {Convert.ToBase64String(Encoding.UTF8.GetBytes(json))}\r\n";

    private static byte[] Archive(params TarEntry[] entries)
    {
        using var bytes = new MemoryStream();
        using (var archive = new TarWriter(bytes, leaveOpen: true))
        {
            foreach (var entry in entries) archive.WriteEntry(entry);
        }

        return bytes.ToArray();
    }

    private static PaxTarEntry File(string name, string content = "evil") => new(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(Encoding.ASCII.GetBytes(content)) };

    private static PaxTarEntry Folder(string name) => new(TarEntryType.Directory, name) { Mode = (UnixFileMode)0x1ED };

    private static PaxTarEntry Link(string name, string target) => new(TarEntryType.SymbolicLink, name) { LinkName = target };

    private static PaxTarEntry Twin(string name, string target) => new(TarEntryType.HardLink, name) { LinkName = target };
}
