using System.Formats.Tar;
using ContainerKit.Files;

namespace ContainerKit.Tests.Files;

public sealed class ExactLengthStreamTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_file_that_grows_while_it_is_read_gives_what_was_announced()
    {
        using var inner = new MemoryStream(new byte[100]);
        using var stream = new ExactLengthStream(inner, 40, "The file");
        using var read = new MemoryStream();

        await stream.CopyToAsync(read, Token);

        read.Length.Should().Be(40);
    }

    [Fact]
    public async Task A_file_that_shrinks_while_it_is_read_is_an_error_that_names_it()
    {
        using var inner = new MemoryStream(new byte[10]);
        using var stream = new ExactLengthStream(inner, 40, "The file /x");

        await FluentActions.Awaiting(() => stream.CopyToAsync(Stream.Null, Token)).Should().ThrowAsync<EndOfStreamException>().WithMessage("The file /x ended after 10 of 40 bytes.");
    }

    [Fact]
    public async Task A_file_of_more_bytes_than_old_archives_can_name_keeps_its_length()
    {
        const long Length = 9L << 30;
        using var head = new Unseekable();
        var archive = new HostArchive(head, FileOwner.Root, fileMode: null);

        await FluentActions.Awaiting(() => archive.AddFileAsync("big", new MemoryStream([1]), Length, UnixFileMode.UserRead, DateTimeOffset.UnixEpoch, Token))
            .Should().ThrowAsync<EndOfStreamException>();

        using var written = new Unseekable(head.ToArray());
        using var reader = new TarReader(written);
        (await reader.GetNextEntryAsync(copyData: false, Token))!.Length.Should().Be(Length);
    }

    // As a connection: what is 9 GB long here cannot be.
    private sealed class Unseekable : MemoryStream
    {
        public Unseekable()
        {
        }

        public Unseekable(byte[] bytes)
            : base(bytes)
        {
        }

        public override bool CanSeek => false;
    }
}
