using System.Formats.Tar;
using System.Text;
using ContainerKit.Protocol.Tests.Support;

namespace ContainerKit.Protocol.Tests.Files;

/// <summary>A test that copies an archive of a scripted engine to a folder.</summary>
public abstract class ArchiveTest : ProtocolTest
{
    protected const string FolderStat = """{"name":"src","size":4096,"mode":2147484141,"mtime":"2026-01-01T00:00:00Z","linkTarget":""}""";

    protected DirectoryInfo Root { get; } = Directory.CreateTempSubdirectory("ck-hostile-");

    protected string Target => Path.Combine(Root.FullName, "target");

    protected string Outside => Path.Combine(Root.FullName, "outside");

    public override async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        Root.Delete(recursive: true);
        await base.DisposeAsync();
    }

    protected void SetFile(ReadOnlyMemory<byte> archive) => Script.On("GET /containers/*/archive", exchange =>
        exchange.RespondAsync(200, "application/x-tar", archive, StatHeader("""{"name":"f","size":100000,"mode":420}""")));

    protected static async Task ShouldBreakOffAsync(Func<Task> read) => await FluentActions.Awaiting(read)
        .Should().ThrowAsync<EngineUnavailableException>().WithMessage("*ended early*");

    protected static void Sign(Span<byte> header)
    {
        if (!header.ContainsAnyExcept((byte)0)) return;
        Encoding.ASCII.GetBytes(new string(' ', 8)).CopyTo(header[148..]);
        var sum = 0;
        foreach (var part in header) sum += part;
        Encoding.ASCII.GetBytes(Convert.ToString(sum, 8).PadLeft(6, '0') + "\0 ").CopyTo(header[148..]);
    }

    protected async Task ShouldBeRejectedAsync(string entry, params TarEntry[] entries)
    {
        SetArchive(entries);

        var failure = await FluentActions.Awaiting(() => CopyAsync(new CopyOutOptions())).Should().ThrowAsync<UnsafeArchiveException>();

        failure.Which.Entry.Should().Be(entry);
        OutsideShouldBeUnchanged();
    }

    protected Task CopyAsync(CopyOutOptions options)
    {
        Directory.CreateDirectory(Outside);
        System.IO.File.WriteAllText(Path.Combine(Outside, "kept"), "kept");
        return Container.CopyOutAsync("/src", Target, options, Token);
    }

    protected void OutsideShouldBeUnchanged()
    {
        Root.EnumerateFileSystemInfos().Select(item => item.Name).Except(["target"]).Should().Equal("outside");
        Directory.EnumerateFileSystemEntries(Outside).Should().Equal(Path.Combine(Outside, "kept"));
        System.IO.File.ReadAllText(Path.Combine(Outside, "kept")).Should().Be("kept");
    }

    protected void SetArchive(params TarEntry[] entries) =>
        Script.On("GET /containers/*/archive", exchange =>
            exchange.RespondAsync(200, "application/x-tar", Archive([Folder("src/"), .. entries]), StatHeader(FolderStat)));

    protected static string StatHeader(string json) =>
        $"X-Docker-Container-Path-Stat: {Convert.ToBase64String(Encoding.UTF8.GetBytes(json))}\r\n";

    protected static byte[] Archive(params TarEntry[] entries)
    {
        using var bytes = new MemoryStream();
        using (var archive = new TarWriter(bytes, leaveOpen: true))
        {
            foreach (var entry in entries) archive.WriteEntry(entry);
        }

        return bytes.ToArray();
    }

    protected static PaxTarEntry File(string name, string content = "evil") =>
        new(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(Encoding.ASCII.GetBytes(content)) };

    protected static PaxTarEntry Folder(string name) => new(TarEntryType.Directory, name) { Mode = (UnixFileMode)0x1ED };

    protected static PaxTarEntry SymbolicLink(string name, string target) => new(TarEntryType.SymbolicLink, name) { LinkName = target };

    protected static PaxTarEntry HardLink(string name, string target) => new(TarEntryType.HardLink, name) { LinkName = target };
}
