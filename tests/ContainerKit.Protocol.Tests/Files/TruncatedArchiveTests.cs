using System.Text;
using ContainerKit.Protocol.Tests.Support;

namespace ContainerKit.Protocol.Tests.Files;

/// <summary>Archives and files that end early, which are errors and no short results.</summary>
public sealed class TruncatedArchiveTests : ArchiveTest
{
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
    public async Task A_text_file_longer_than_the_limit_throws_ContainerFileException()
    {
        await using var engine = new DockerEngine(Options with { MaximumOutputLength = 99 });
        SetFile(Archive(File("f", new string('x', 100))));
        var container = await engine.FindContainerAsync("app", Token);

        (await FluentActions.Awaiting(() => container.ReadTextAsync("/f", Token)).Should().ThrowAsync<ContainerFileException>())
            .WithMessage("*it has 100 bytes, more than the 99 of DockerEngineOptions.MaximumOutputLength*");
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
            await ShouldBreakOffAsync(() => Container.CopyOutAsync("/f", Path.Combine(Root.FullName, "f"), Token));
        }

        Root.EnumerateFileSystemInfos().Should().BeEmpty("a part of a file must not look like the whole file");
    }

    [Fact(Timeout = 30_000)]
    public async Task A_copied_file_that_breaks_off_keeps_the_existing_file()
    {
        var existing = Path.Combine(Root.FullName, "f");
        System.IO.File.WriteAllText(existing, "existing");
        SetFile(Archive(File("f", new string('x', 100_000))).AsMemory(0, 1724));

        await ShouldBreakOffAsync(() => Container.CopyOutAsync("/f", existing, Token));

        System.IO.File.ReadAllText(existing).Should().Be("existing");
        Root.EnumerateFileSystemInfos().Should().ContainSingle();
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
}
