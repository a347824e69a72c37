using System.Formats.Tar;

namespace ContainerKit.Protocol.Tests.Files;

/// <summary>Archives with damaged or unusual headers.</summary>
public sealed class DamagedArchiveTests : ArchiveTest
{
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
}
