using System.Formats.Tar;
using ContainerKit.Files;

namespace ContainerKit.Tests.Files;

public sealed class ExactLengthStreamTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_file_that_grows_while_it_is_read_yields_the_announced_length()
    {
        using var inner = new MemoryStream(new byte[100]);
        using var stream = new ExactLengthStream(inner, 40, "The file");
        using var read = new MemoryStream();

        await stream.CopyToAsync(read, Token);

        read.Length.Should().Be(40);
    }

    [Fact]
    public async Task A_file_that_shrinks_while_it_is_read_throws_with_its_name()
    {
        using var inner = new MemoryStream(new byte[10]);
        using var stream = new ExactLengthStream(inner, 40, "The file /x");

        await FluentActions.Awaiting(() => stream.CopyToAsync(Stream.Null, Token))
            .Should().ThrowAsync<EndOfStreamException>().WithMessage("The file /x ended after 10 of 40 bytes.");
    }

    [Fact]
    public async Task A_file_too_large_for_the_classic_tar_size_field_keeps_its_length()
    {
        const long Length = 9L << 30;
        using var header = new UnseekableStream();
        var archive = new HostArchive(header, FileOwner.Root, fileMode: null);

        await FluentActions.Awaiting(
            () => archive.AddFileAsync("big", new MemoryStream([1]), Length, UnixFileMode.UserRead,
            DateTimeOffset.UnixEpoch, Token))
            .Should().ThrowAsync<EndOfStreamException>();

        using var written = new UnseekableStream(header.ToArray());
        using var reader = new TarReader(written);
        (await reader.GetNextEntryAsync(copyData: false, Token))!.Length.Should().Be(Length);
    }

    // Not seekable, like a connection: the announced 9 GB of content do not exist.
    private sealed class UnseekableStream : MemoryStream
    {
        public UnseekableStream()
        {
        }

        public UnseekableStream(byte[] bytes)
            : base(bytes)
        {
        }

        public override bool CanSeek => false;
    }
}
