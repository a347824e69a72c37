using System.Text;

namespace ContainerKit.Engine.Tests.Files;

/// <summary>Tests reading, writing and describing single files in a container.</summary>
public sealed class FileContentTests : FileTest
{
    [DockerFact]
    public async Task Written_file_is_read_back_and_has_the_given_mode_and_owner()
    {
        await using var container = await SleeperAsync();

        await container.WriteTextAsync("/text", "grüße\n", Token);
        await container.WriteBytesAsync(
            "/tmp/bytes", new byte[] { 0, 1, 255 },
            new WriteFileOptions { Mode = (UnixFileMode)0x1C8, Owner = new FileOwner(12, 34) }, Token);
        await container.WriteStreamAsync("/stream", new MemoryStream("xyz"u8.ToArray()) { Position = 1 }, Token);
        await container.WriteBytesAsync("/empty", ReadOnlyMemory<byte>.Empty, Token);

        (await ShellAsync(container, "cat /text; stat -c '%a %u:%g %s' /text /tmp/bytes /empty; cat /stream"))
            .Should().Be("grüße\n644 0:0 8\n710 12:34 3\n644 0:0 0\nyz");
        (await container.ReadTextAsync("/text", Token)).Should().Be("grüße\n");
        (await container.ReadBytesAsync("/tmp/bytes", Token)).Should().Equal(0, 1, 255);
        (await container.ReadBytesAsync("/empty", Token)).Should().BeEmpty();
    }

    [DockerFact]
    public async Task Writing_a_file_replaces_it_and_follows_links()
    {
        await using var container = await SleeperAsync();
        await ShellAsync(container, "echo a long old content > /old; ln -s old /link; mkdir /folder");

        await container.WriteTextAsync("/link", "new", Token);

        (await ShellAsync(container, "cat /old; readlink /link")).Should().Be("newold");
        (await container.ReadTextAsync("/link", Token)).Should().Be("new");
        await FluentActions.Awaiting(() => container.WriteTextAsync("/folder", "x", Token))
            .Should().ThrowAsync<ContainerFileException>().WithMessage("*is a folder*");
        await FluentActions.Awaiting(() => container.WriteTextAsync("/folder/", "x", Token)).Should().ThrowAsync<ArgumentException>();
    }

    [DockerFact]
    public async Task Writing_to_a_missing_folder_throws_unless_CreateFolders_is_set()
    {
        await using var container = await SleeperAsync();

        var failure = await FluentActions.Awaiting(() => container.WriteTextAsync("/a/b/c", "x", Token))
            .Should().ThrowAsync<ContainerFileNotFoundException>();
        failure.Which.Path.Should().Be("/a/b");
        failure.Which.Message.Should().Contain("CreateFolders");

        await container.WriteTextAsync("/a/b/c", "x", new WriteFileOptions { CreateFolders = true }, Token);
        (await container.ReadTextAsync("/a/b/c", Token)).Should().Be("x");
    }

    [DockerFact]
    [Requires(EngineFeature.ArchivedLinks)]
    public async Task Reading_an_unreadable_path_throws_with_the_reason()
    {
        var container = await SleeperAsync();
        await ShellAsync(container, "ln -s /no/such /dangling; mkfifo /pipe");

        await FluentActions.Awaiting(() => container.ReadTextAsync("/no", Token))
            .Should().ThrowAsync<ContainerFileNotFoundException>().WithMessage($"*/no*{container.ShortId}*");
        await FluentActions.Awaiting(() => container.ReadTextAsync("/dangling", Token))
            .Should().ThrowAsync<ContainerFileNotFoundException>().WithMessage("*/no/such*");
        await FluentActions.Awaiting(() => container.ReadTextAsync("/etc", Token))
            .Should().ThrowAsync<ContainerFileException>().WithMessage("*no file*");
        await FluentActions.Awaiting(() => container.ReadTextAsync("/pipe", Token)).Should().ThrowAsync<ContainerFileException>();
        await FluentActions.Awaiting(() => container.ReadTextAsync("/etc/passwd/x", Token)).Should().ThrowAsync<ContainerKitException>();

        await container.DisposeAsync();
        await FluentActions.Awaiting(() => container.ReadTextAsync("/etc/passwd", Token)).Should().ThrowAsync<ContainerNotFoundException>();
        await FluentActions.Awaiting(() => container.WriteTextAsync("/x", "x", Token)).Should().ThrowAsync<ContainerNotFoundException>();
        await FluentActions.Awaiting(() => container.StatAsync("/etc", Token)).Should().ThrowAsync<ContainerNotFoundException>();
    }

    [DockerFact]
    [Requires(EngineFeature.ArchivedLinks)]
    public async Task Stat_returns_kind_size_mode_time_and_link_target()
    {
        await using var container = await SleeperAsync();
        await ShellAsync(container, "echo 12345 > /file; chmod 4750 /file; ln -s /etc /link; mkfifo /pipe; mkdir -m 1777 /sticky");
        await ShellAsync(container, "touch -d '2001-02-03 04:05:06' /file");

        var file = (await container.StatAsync("/file", Token))!;
        file.Kind.Should().Be(ContainerFileKind.File);
        file.Size.Should().Be(6);
        file.Mode.Should().Be((UnixFileMode)0x1E8 | UnixFileMode.SetUser);
        file.ModifiedAt.Should().Be(new DateTimeOffset(2001, 2, 3, 4, 5, 6, TimeSpan.Zero));
        file.ToString().Should().Be("/file: file, 6 bytes");
        (await container.StatAsync("/link", Token))!.LinkTarget.Should().Be("/etc");
        (await container.StatAsync("/link/", Token))!.Kind.Should().Be(ContainerFileKind.Folder);
        (await container.StatAsync("/pipe", Token))!.Kind.Should().Be(ContainerFileKind.Special);
        (await container.StatAsync("/sticky", Token))!.Mode.Should().HaveFlag(UnixFileMode.StickyBit);
        (await container.StatAsync("/no/such", Token)).Should().BeNull();
    }

    [DockerFact]
    public async Task File_stream_is_read_incrementally_and_can_be_disposed_early()
    {
        await using var container = await SleeperAsync();
        await ShellAsync(container, "yes | head -c 5000000 > /big");

        await using (var stream = await container.OpenReadAsync("/big", Token))
        {
            stream.Length.Should().Be(5_000_000);
            var start = new byte[4];
            await stream.ReadExactlyAsync(start, Token);
            Encoding.ASCII.GetString(start).Should().Be("y\ny\n");
        }

        using var reader = new StreamReader(await container.OpenReadAsync("/big", Token));
        var lines = 0;
        while (reader.ReadLine() is not null) lines++;
        lines.Should().Be(2_500_000);
    }

    [DockerFact]
    public async Task Writing_a_stream_requires_a_length_and_throws_when_the_stream_ends_early()
    {
        await using var container = await SleeperAsync();
        using var unknown = new UnseekableStream("12345"u8.ToArray());

        await FluentActions.Awaiting(() => container.WriteStreamAsync("/x", unknown, Token))
            .Should().ThrowAsync<ArgumentException>().WithMessage("*length*");
        await container.WriteStreamAsync("/x", unknown, 3, new WriteFileOptions(), Token);
        (await container.ReadTextAsync("/x", Token)).Should().Be("123");
        await FluentActions.Awaiting(() => container.WriteStreamAsync("/y", unknown, 3, new WriteFileOptions(), Token))
            .Should().ThrowAsync<EndOfStreamException>().WithMessage("*2 of 3*");
    }

    [DockerFact]
    public async Task Plan_writes_and_reads_files_and_removes_its_container()
    {
        (await Image.Pull(Busybox).Run(Spec("sleep", "infinity"))
            .WriteText("/in", "hello")
            .WriteBytes("/more", "!"u8.ToArray())
            .Exec("sh", "-c", "cat /in /more | tr a-z A-Z > /out")
            .ReadText("/out")).Should().Be("HELLO!");
        (await ContainersAsync()).Should().BeEmpty();

        var failing = Image.Pull(Busybox).Run(Spec("sleep", "infinity")).ReadBytes("/no/such");
        failing.ToString().Should().EndWith("→ read /no/such");
        (await FluentActions.Awaiting(() => failing.ExecuteAsync(Token))
            .Should().ThrowAsync<ContainerFileNotFoundException>()).Which.Step.Should().Be("read /no/such");
        (await ContainersAsync()).Should().BeEmpty();
    }

    [DockerFact]
    public async Task Writing_a_stream_rethrows_its_exception_unchanged()
    {
        await using var container = await SleeperAsync();
        using var broken = new ThrowingStream();

        (await FluentActions.Awaiting(() => container.WriteStreamAsync("/x", broken, 1 << 20, new WriteFileOptions(), Token))
            .Should().ThrowAsync<IOException>()).Which.Message.Should().Be("mine");
    }

    private sealed class ThrowingStream : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            throw new IOException("mine");
    }

    private sealed class UnseekableStream(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;
    }
}
