using System.Diagnostics;
using System.Text;
using ContainerKit.Files;

namespace ContainerKit.Tests.Files;

/// <summary>The tar reader and writer of the library, with GNU tar as witness in both directions.</summary>
public sealed class TarFormatTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ck-tar-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    public static TheoryData<string> Formats => ["v7", "ustar", "oldgnu", "gnu", "posix"];

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task An_archive_of_GNU_tar_in_any_format_is_read(string format)
    {
        Directory.CreateDirectory(Path.Combine(_folder, "in/sub"));
        await File.WriteAllTextAsync(Path.Combine(_folder, "in/a.txt"), "hello", Token);
        File.CreateSymbolicLink(Path.Combine(_folder, "in/sub/link"), "../a.txt");

        var entries = await TarEntries.ReadAsync(await TarAsync(
            "-c", "-C", _folder, "--sort=name", $"--format={format}", "--mtime=@1000000000", "in"));

        entries.Select(item => (item.Entry.Kind, item.Entry.Name)).Should().Equal(
            (ArchiveEntryKind.Folder, "in/"), (ArchiveEntryKind.File, "in/a.txt"), (ArchiveEntryKind.Folder, "in/sub/"),
            (ArchiveEntryKind.SymbolicLink, "in/sub/link"));
        entries[1].Content.Should().Equal("hello"u8.ToArray());
        entries[1].Entry.ModifiedAt.Should().Be(new UnixTime(1_000_000_000, 0));
        entries[3].Entry.LinkName.Should().Be("../a.txt");
    }

    [Theory]
    [InlineData("gnu")]
    [InlineData("posix")]
    public async Task Owners_of_32_bits_and_long_names_of_GNU_tar_are_read(string format)
    {
        var name = string.Join('/', Enumerable.Repeat("folder-with-a-long-name", 12)) + "/ä\nö";
        await WriteAsync(name, "x");
        File.CreateSymbolicLink(Path.Combine(_folder, "z"), name);

        var entries = await TarEntries.ReadAsync(await TarAsync(
            "-c", "-C", _folder, $"--format={format}", "--owner=:3000000000", "--group=:4294967294", "--mtime=@-1.5", name, "z"));

        entries.Select(item => item.Entry.Name).Should().Equal(name, "z");
        entries[1].Entry.LinkName.Should().Be(name);
        entries.Should().OnlyContain(item => item.Entry.UserId == 3_000_000_000 && item.Entry.GroupId == 4_294_967_294);
        entries[0].Entry.ModifiedAt.Should().Be(format == "gnu" ? new UnixTime(-2, 0) : new UnixTime(-2, 500_000_000));
    }

    [Fact]
    public async Task A_written_archive_is_read_by_GNU_tar()
    {
        var name = string.Concat(Enumerable.Repeat("lang/", 30)) + "ä\nö";
        using var archive = new MemoryStream();
        var writer = new ArchiveWriter(archive);
        await writer.WriteAsync(new ArchiveEntry(ArchiveEntryKind.Folder, "d/") { Mode = (UnixFileMode)0x1C0 }, null, Token);
        var file = new ArchiveEntry(ArchiveEntryKind.File, name)
        {
            Length = 5,
            Mode = (UnixFileMode)0x9ED,
            UserId = 3_000_000_000,
            GroupId = 7,
            ModifiedAt = new UnixTime(1_000_000_000, 250_000_000),
            Attributes = new Dictionary<string, byte[]> { ["user.x"] = [0, 10, 255] },
        };
        await writer.WriteAsync(file, new MemoryStream("hello"u8.ToArray()), Token);
        await writer.WriteAsync(new ArchiveEntry(ArchiveEntryKind.HardLink, "hard") { LinkName = name }, null, Token);
        var device = new ArchiveEntry(ArchiveEntryKind.CharacterDevice, "null") { DeviceMajor = 1, DeviceMinor = 3 };
        await writer.WriteAsync(device, null, Token);
        await writer.FinishAsync(Token);

        var list = Encoding.UTF8.GetString(await TarAsync(archive.ToArray(), "-t", "-v", "--numeric-owner", "--full-time", "--utc"));

        var lines = list.Split('\n');
        lines[0].Should().StartWith("drwx------ 0/0 ").And.EndWith(" d/");
        lines[1].Should().StartWith("-rwsr-xr-x 3000000000/7").And.Contain(" 5 2001-09-09 01:46:40.25").And.EndWith("lang/ä\\nö");
        lines[2].Should().StartWith("h").And.Contain("hard link to lang/");
        lines[3].Should().StartWith("c").And.Contain(" 1,3 ");
        (await TarAsync(archive.ToArray(), "-x", "-O", name)).Should().Equal("hello"u8.ToArray());
        (await TarEntries.ReadAsync(archive.ToArray()))[1].Entry.Should().BeEquivalentTo(file);
    }

    [Fact]
    public async Task Names_that_are_not_UTF8_keep_their_bytes()
    {
        byte[] name = [.. "caf"u8, 0xE9, .. "/"u8, 0xC3, 0x28, .. "-ä"u8];
        using var archive = new MemoryStream();
        var writer = new ArchiveWriter(archive);
        await writer.WriteAsync(new ArchiveEntry(ArchiveEntryKind.File, PathText.Decode(name)), null, Token);
        await writer.FinishAsync(Token);

        var entry = (await TarEntries.ReadAsync(archive.ToArray())).Single().Entry;

        PathText.Encode(entry.Name).Should().Equal(name);
        PathText.Display(entry.Name).Should().Be("caf\\xe9/\\xc3(-ä");
        (await TarAsync(archive.ToArray(), "-t", "--quoting-style=literal")).Should().Equal([.. name, (byte)'\n']);
    }

    [Fact]
    public async Task An_archive_that_breaks_off_anywhere_is_rejected()
    {
        await WriteAsync("a", new string('x', 700));
        await WriteAsync(string.Concat(Enumerable.Repeat("long/", 30)) + "b", "y");
        var archive = await TarAsync("-c", "-C", _folder, "--format=posix", "--blocking-factor=1", "a", "long");
        var end = archive.AsSpan().LastIndexOfAnyExcept((byte)0) / 512 * 512 + 512;

        for (var length = 0; length < end; length += 64)
        {
            await FluentActions.Awaiting(() => TarEntries.ReadAsync(archive[..length]))
                .Should().ThrowAsync<EndOfStreamException>("{0} of {1} bytes are no archive", length, end);
        }

        (await TarEntries.ReadAsync(archive[..(end + 512)])).Should().HaveCount(32);
    }

    [Fact]
    public async Task A_header_with_a_changed_byte_is_rejected()
    {
        await WriteAsync("a", "x");
        var archive = await TarAsync("-c", "-C", _folder, "a");
        archive[0] = (byte)'b';

        await FluentActions.Awaiting(() => TarEntries.ReadAsync(archive))
            .Should().ThrowAsync<InvalidDataException>().WithMessage("*checksum*");
    }

    [Theory]
    [InlineData("9999999999 path=x\n")]
    [InlineData("0 path=x\n")]
    [InlineData("10 path=x")]
    [InlineData("path=x\n")]
    [InlineData("11 =xxxxxx\n")]
    [InlineData("9 size=-\n")]
    [InlineData("11 size=-1\n")]
    [InlineData("28 size=9223372036854775807\n")]
    [InlineData("30 mtime=99999999999999999999\n")]
    [InlineData("22 GNU.sparse.major=1\n")]
    public async Task A_malformed_extended_header_is_rejected(string records) =>
        await FluentActions.Awaiting(() => TarEntries.ReadAsync(Extended(Encoding.ASCII.GetBytes(records))))
            .Should().ThrowAsync<InvalidDataException>();

    [Fact]
    public async Task An_extended_header_of_more_than_1_MiB_is_rejected_before_it_is_read() =>
        await FluentActions.Awaiting(() => TarEntries.ReadAsync(Extended(new byte[2 << 20])[..512]))
            .Should().ThrowAsync<InvalidDataException>().WithMessage("*1 MiB*");

    [Fact]
    public async Task Endless_extended_headers_are_rejected()
    {
        var extension = Extended("9 path=x\n"u8.ToArray())[..1024];

        await FluentActions.Awaiting(() => TarEntries.ReadAsync([.. Enumerable.Repeat(extension, 100).SelectMany(bytes => bytes)]))
            .Should().ThrowAsync<InvalidDataException>().WithMessage("*too many*");
    }

    private static byte[] Extended(byte[] records)
    {
        var header = new byte[512];
        Encoding.ASCII.GetBytes("PaxHeader").CopyTo(header, 0);
        Encoding.ASCII.GetBytes(Convert.ToString(records.Length, 8).PadLeft(11, '0')).CopyTo(header, 124);
        header[156] = (byte)'x';
        Sign(header);
        var file = new byte[512];
        file[0] = (byte)'f';
        file[156] = (byte)'0';
        Sign(file);
        return [.. header, .. records, .. new byte[TarFormat.GetPadding(records.Length)], .. file, .. new byte[1024]];
    }

    private static void Sign(Span<byte> header)
    {
        var sum = TarFormat.GetChecksum(header, isSigned: false);
        Encoding.ASCII.GetBytes(Convert.ToString(sum, 8).PadLeft(6, '0') + "\0 ").CopyTo(header[148..]);
    }

    private static Task<byte[]> TarAsync(params string[] arguments) => TarAsync([], arguments);

    private static async Task<byte[]> TarAsync(byte[] input, params string[] arguments)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "GNU tar is the witness.");
        var start = new ProcessStartInfo("tar", arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["LC_ALL"] = "C.UTF-8" },
        };
        using var process = Process.Start(start)!;
        using var output = new MemoryStream();
        var copy = process.StandardOutput.BaseStream.CopyToAsync(output, Token);
        var error = process.StandardError.ReadToEndAsync(Token);
        await process.StandardInput.BaseStream.WriteAsync(input, Token);
        process.StandardInput.Close();
        await copy;
        await process.WaitForExitAsync(Token);
        process.ExitCode.Should().Be(0, await error);
        return output.ToArray();
    }

    private async Task WriteAsync(string name, string content)
    {
        var path = Path.Combine(_folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await File.WriteAllTextAsync(path, content, Token);
    }
}
