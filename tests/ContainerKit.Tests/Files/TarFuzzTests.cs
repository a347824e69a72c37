using System.Text;
using ContainerKit.Files;

namespace ContainerKit.Tests.Files;

/// <summary>The tar reader with damaged archives, and with archives of any entries of the writer.</summary>
public sealed class TarFuzzTests
{
    // Bytes of any value but zero, which ends a name.
    private static readonly Gen<string> _name = Gen.Byte[1, 255].Array[1, 300].Select(bytes => PathText.Decode(bytes));

    private static readonly Gen<(ArchiveEntry Entry, byte[] Content)> _file =
        Gen.Select(
            _name, Gen.Byte.Array[0, 2000], Gen.Int[0, 0xFFF], Gen.Long[0, uint.MaxValue], Gen.Long[0, uint.MaxValue],
            Gen.Long[-1L << 40, 1L << 40], Gen.Int[0, 999_999_999])
        .Select((name, content, mode, user, group, seconds, nanoseconds) => (new ArchiveEntry(ArchiveEntryKind.File, name)
        {
            Length = content.Length,
            Mode = (UnixFileMode)mode,
            UserId = user,
            GroupId = group,
            ModifiedAt = new UnixTime(seconds, nanoseconds),
            Attributes = new Dictionary<string, byte[]> { ["user.a"] = content[..(content.Length / 2)] },
        }, content));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = 120_000)]
    public async Task Entries_are_read_as_they_were_written() =>
        await Property.HoldsAsync(Gen.Select(_file, _name, _name), async input =>
        {
            var (file, name, target) = input;
            var link = new ArchiveEntry(ArchiveEntryKind.SymbolicLink, name) { LinkName = target };

            var read = await TarEntries.ReadAsync(await WriteAsync(file.Entry, file.Content, link));

            read[0].Entry.Should().BeEquivalentTo(file.Entry);
            read[0].Content.Should().Equal(file.Content);
            read[1].Entry.Should().BeEquivalentTo(link);
        }, 300);

    [Fact(Timeout = 120_000)]
    public async Task A_damaged_archive_gives_entries_or_an_exception_of_the_parser()
    {
        var file = new ArchiveEntry(ArchiveEntryKind.File, "a") { Length = 700 };
        var longNamed = new ArchiveEntry(ArchiveEntryKind.File, string.Concat(Enumerable.Repeat("long/", 30)))
        {
            UserId = 3_000_000_000,
            ModifiedAt = new UnixTime(1, 5),
            Attributes = new Dictionary<string, byte[]> { ["user.x"] = [1, 2, 3] },
        };
        var link = new ArchiveEntry(ArchiveEntryKind.HardLink, "b") { LinkName = "a" };
        byte[][] archives = [await WriteAsync(file, new byte[700], link), await WriteAsync(longNamed, [], link)];
        var outcomes = new HashSet<string>();

        // Half of the headers get a valid checksum, so that the rest of the parser is reached.
        await Property.HoldsAsync(Gen.Select(Damage.Of(archives), Gen.Bool), async input =>
        {
            var (archive, isSigned) = input;
            for (var at = 0; isSigned && at + 512 <= archive.Length; at += 512) Sign(archive.AsSpan(at, 512));
            var before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                await TarEntries.ReadAsync(archive);
                outcomes.Add("read");
            }
            catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
            {
                outcomes.Add(e.GetType().Name);
            }

            (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(8 << 20);
        }, 9000);

        outcomes.Should().BeEquivalentTo("read", nameof(InvalidDataException), nameof(EndOfStreamException));
    }

    [Fact]
    public void Pax_records_are_read_or_throw_InvalidData()
    {
        var valid = "11 path=a b\n30 mtime=1350244992.023960108\n14 size=12345\n25 SCHILY.xattr.user.a=\0x\n"u8.ToArray();
        Property.Holds(Damage.Of(valid), content =>
        {
            try
            {
                PaxRecords.Parse(content).Apply(new ArchiveEntry(ArchiveEntryKind.File, "a"));
            }
            catch (InvalidDataException)
            {
                // The expected exception.
            }
        });
    }

    [Fact]
    public void Times_of_an_archive_are_read_as_they_were_written()
    {
        Property.Holds(Gen.Select(Gen.Long[-1L << 50, 1L << 50], Gen.Int[0, 999_999_999]), input =>
            UnixTime.Parse(new UnixTime(input.Item1, input.Item2).ToString()).Should().Be(new UnixTime(input.Item1, input.Item2)));
        Property.Holds(Damage.OfText("0123456789.-+eE ", "1350244992.023960108", "-1.5", "0"), text =>
        {
            try
            {
                UnixTime.Parse(text).ToDateTime();
            }
            catch (InvalidDataException)
            {
                // The expected exception.
            }
        });
    }

    private static void Sign(Span<byte> header)
    {
        var sum = TarFormat.GetChecksum(header, isSigned: false);
        Encoding.ASCII.GetBytes(Convert.ToString(sum, 8).PadLeft(6, '0') + "\0 ").CopyTo(header[148..]);
    }

    private static async Task<byte[]> WriteAsync(ArchiveEntry file, byte[] content, ArchiveEntry link)
    {
        using var archive = new MemoryStream();
        var writer = new ArchiveWriter(archive);
        await writer.WriteAsync(file, new MemoryStream(content), Token);
        await writer.WriteAsync(link, content: null, Token);
        await writer.FinishAsync(Token);
        return archive.ToArray();
    }
}
