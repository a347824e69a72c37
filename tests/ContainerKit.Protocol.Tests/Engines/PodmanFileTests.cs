using System.Formats.Tar;
using System.Text;
using ContainerKit.Protocol.Tests.Support;

namespace ContainerKit.Protocol.Tests.Engines;

/// <summary>Archives of files, build contexts and images on Podman.</summary>
public sealed class PodmanFileTests : PodmanTest, IDisposable
{
    private const string ImageId = "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ck-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact(Timeout = 30_000)]
    public async Task A_copy_of_the_root_accepts_an_archive_whose_names_have_no_common_folder()
    {
        Script.On("GET /containers/*/archive", exchange => ArchiveAsync(exchange, "bin/", "bin/sh", "etc/", "etc/passwd"));

        await Container.CopyOutAsync("/", _folder.FullName, Token);

        Files().Should().Equal("bin/sh", "etc/passwd");
    }

    [Fact(Timeout = 30_000)]
    public async Task A_copy_of_the_content_of_a_folder_requests_the_folder()
    {
        Script.On("GET /containers/*/archive", exchange => ArchiveAsync(exchange, "data/", "data/a", "data/b"));

        await Container.CopyOutAsync("/data/.", _folder.FullName, Token);

        Script.Requests.Single().Query.Should().Be("path=/data/");
        Files().Should().Equal("a", "b");
    }

    [Fact(Timeout = 30_000)]
    public async Task An_upload_to_a_missing_folder_is_not_sent_because_the_engine_would_create_the_folder()
    {
        Script.On("HEAD /containers/*/archive", exchange => exchange.EmptyAsync(404));
        // A real handle has had a request, which tells the engine.
        await Engine.ConnectAsync(Token);

        await FluentActions.Awaiting(() => Container.WriteTextAsync("/no/such/file", "x", Token))
            .Should().ThrowAsync<ContainerFileNotFoundException>();

        Sent.Should().NotContain(request => request.StartsWith("PUT "));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_build_sends_a_dockerignore_that_excludes_none_of_the_filtered_files()
    {
        Script.On("POST /build", exchange => exchange.LinesAsync($$"""{"aux":{"ID":"{{ImageId}}" } }"""));
        await WriteAsync("Dockerfile", "FROM app\nCOPY . /all\n");
        await WriteAsync(".dockerignore", "*\n!**/keep.log\n");
        await WriteAsync("app/keep.log", "kept");
        await WriteAsync("app/other", "lost");

        await Engine.BuildImageAsync(new BuildSpec(_folder.FullName) { Tags = ["my:1"] }, Token);

        var body = Script.Requests[^1].Body;
        body.Should().Contain("app/keep.log").And.Contain("Dockerfile\n.dockerignore\n")
            .And.NotContain("app/other").And.NotContain("!**/keep.log");
    }

    [Fact(Timeout = 30_000)]
    public async Task A_build_does_not_report_the_id_of_the_image_as_output_of_its_last_step()
    {
        Script.On("POST /build", exchange => exchange.LinesAsync(
            """{"stream":"STEP 1/2: FROM app\n"}""", """{"stream":"STEP 2/2: RUN echo one\n"}""", """{"stream":"one\n"}""",
            """{"stream":"COMMIT docker.io/library/my:1\n"}""", """{"stream":"--\u003e 0123456789ab\n"}""",
            $$"""{"stream":"{{ImageId["sha256:".Length..]}}\n"}""", $$"""{"aux":{"ID":"{{ImageId}}"} }""",
            """{"stream":"Successfully built 0123456789ab\n"}"""));
        var progress = new List<PlanProgress>();

        var image = await Image.Build(BuildSpec.FromText("FROM app\nRUN echo one\n") with { Tags = ["my:1"] })
            .WithProgress(new Recorder(progress)).On(Engine).ExecuteAsync(Token);

        image.Id.Should().Be(ImageId);
        progress.Where(report => report.Kind == PlanProgressKind.BuildOutput && report.BuildStep == 2).Select(report => report.Line)
            .Should().Equal("one");
    }

    [Fact(Timeout = 30_000)]
    public async Task A_file_that_is_not_in_the_build_context_is_explained_by_the_dockerignore()
    {
        Script.On("POST /build", exchange => exchange.LinesAsync(
            """{"stream":"STEP 1/2: FROM app\n"}""", """{"stream":"STEP 2/2: COPY secret /\n"}""",
            """{"error":"building at STEP \"COPY secret /\": checking on sources under \"/var/tmp/b\": copier: stat: """
            + """\"/secret\": no such file or directory"}"""));

        var failure = await FluentActions.Awaiting(() => Engine.BuildImageAsync(BuildSpec.FromText("FROM app\nCOPY secret /\n"), Token))
            .Should().ThrowAsync<BuildFailedException>();

        failure.Which.Message.Should().Contain(".dockerignore");
    }

    [Fact(Timeout = 30_000)]
    public async Task All_images_of_an_archive_are_loaded_although_one_message_names_them()
    {
        Script.On("GET /images/json", exchange => exchange.JsonAsync(200, "[]"))
            .On("POST /images/load", exchange => exchange.LinesAsync(
                """{"stream":"Loaded image: docker.io/library/a:1,docker.io/library/a:2,docker.io/library/b:latest"}"""));

        var images = await Engine.LoadImagesAsync(new MemoryStream(new byte[1024]), Token);

        images.Select(image => image.Reference.ToString()).Should().Equal("a:1", "a:2", "b:latest");
    }

    [Fact(Timeout = 30_000)]
    public async Task An_import_sends_the_tag_in_the_name_because_Podman_4_ignores_the_parameter()
    {
        UseVersion("4.3.1");
        Script.On("POST /images/create", exchange => exchange.LinesAsync($$"""{"status":"{{ImageId}}"}"""));

        await Engine.ImportImageAsync(new MemoryStream(new byte[1024]), "my:1", Token);

        Script.Requests.Single(request => request.Path == "/images/create").Query.Should().Be("fromSrc=-&repo=my:1");
    }

    private async Task WriteAsync(string name, string content)
    {
        var file = Path.Combine(_folder.FullName, name);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        await File.WriteAllTextAsync(file, content, Token);
    }

    private IEnumerable<string> Files() => _folder.EnumerateFiles("*", SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(_folder.FullName, file.FullName).Replace('\\', '/')).Order(StringComparer.Ordinal);

    private static async Task ArchiveAsync(Exchange exchange, params string[] names)
    {
        using var archive = new MemoryStream();
        await using (var writer = new TarWriter(archive, TarEntryFormat.Ustar, leaveOpen: true))
        {
            foreach (var name in names)
            {
                var kind = name.EndsWith('/') ? TarEntryType.Directory : TarEntryType.RegularFile;
                await writer.WriteEntryAsync(new UstarTarEntry(kind, name));
            }
        }

        // The mode is that of a folder in Go: 1 << 31 | 0755.
        var stat = Convert.ToBase64String(Encoding.UTF8.GetBytes("""{"name":"data","size":0,"mode":2147484141,"linkTarget":""}"""));
        await exchange.RespondAsync(200, "application/x-tar", archive.ToArray(), $"X-Docker-Container-Path-Stat: {stat}\r\n");
    }

    private sealed class Recorder(List<PlanProgress> reports) : IProgress<PlanProgress>
    {
        public void Report(PlanProgress value)
        {
            lock (reports) reports.Add(value);
        }
    }
}
