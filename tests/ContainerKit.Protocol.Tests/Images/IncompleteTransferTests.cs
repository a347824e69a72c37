using ContainerKit.Protocol.Tests.Support;

namespace ContainerKit.Protocol.Tests.Images;

/// <summary>Progress streams that end properly, but before the engine reported the result.</summary>
public sealed class IncompleteTransferTests : ProtocolTest
{
    private const string Id = "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    [Theory(Timeout = 30_000)]
    [InlineData()]
    [InlineData("""{"status":"Pulling from library/app","id":"latest"}""")]
    [InlineData("""{"status":"Pulling from library/app","id":"latest"}""", """{"status":"Pull complete","id":"a1"}""")]
    [InlineData("""{"status":"Downloading","progressDetail":{"current":5,"total":9},"id":"a1"}""")]
    [InlineData("""{"status":"Pulling fs layer","id":"a1"}""")]
    [InlineData("""{"status":"Extracting","id":"a1"}""")]
    public async Task A_pull_that_ends_before_its_result_throws_EngineUnavailable(params string[] lines)
    {
        Script.On("POST /images/create", exchange => exchange.LinesAsync(lines));

        await FluentActions.Awaiting(() => Image.Pull("app", PullPolicy.Always).On(Engine).ExecuteAsync(Token))
            .Should().ThrowAsync<EngineUnavailableException>().WithMessage("Could not pull app:latest: *before it reported the result*");
    }

    [Theory(Timeout = 30_000)]
    [InlineData("""{"status":"Pulling from library/app","id":"latest"}""", """{"status":"Status: Image is up to date for app:latest"}""")]
    [InlineData("""{"status":"Pulling fs layer","id":"a1"}""", """{"status":"Download complete","id":"0123456789ab"}""")]
    [InlineData("""{"status":"Already exists","id":"a1"}""")]
    public async Task A_pull_with_the_last_message_of_an_engine_is_complete(params string[] lines)
    {
        Script.On("POST /images/create", exchange => exchange.LinesAsync(lines));

        await Image.Pull("app", PullPolicy.Always).On(Engine).ExecuteAsync(Token);
    }

    [Theory(Timeout = 30_000)]
    [InlineData("""{"status":"Preparing","id":"a1"}""")]
    [InlineData("""{"status":"Pushing","id":"a1"}""")]
    [InlineData("""{"status":"Pushed","id":"a1"}""")]
    public async Task A_push_that_ends_before_its_digest_throws_EngineUnavailable(string line)
    {
        Script.On("POST /images/*/push", exchange =>
            exchange.LinesAsync("""{"status":"The push refers to repository [localhost:5000/app]"}""", line));

        await FluentActions.Awaiting(() => Image.Local("localhost:5000/app:1").Push().On(Engine).ExecuteAsync(Token))
            .Should().ThrowAsync<EngineUnavailableException>().WithMessage("Could not push localhost:5000/app:1: *");
    }

    [Theory(Timeout = 30_000)]
    [InlineData("Docker/20.10.24 (linux)", false)]
    [InlineData("Libpod/4.1.0 (linux)", true)]
    public async Task A_push_without_a_digest_is_complete_for_older_versions_of_Podman_only(string server, bool isComplete)
    {
        Script.On("POST /images/*/push", exchange => exchange.RespondAsync(200, "application/json",
            """{"status":"The push refers to repository [localhost:5000/app]"}"""u8.ToArray(), $"Server: {server}\r\n"));

        var push = () => Image.Local("localhost:5000/app:1").Push().On(Engine).ExecuteAsync(Token);

        if (isComplete) await push();
        else await push.Should().ThrowAsync<EngineUnavailableException>();
    }

    [Fact(Timeout = 30_000)]
    public async Task A_load_that_ends_without_a_message_throws_EngineUnavailable()
    {
        Script.On("GET /images/json", exchange => exchange.JsonAsync(200, "[]")).On("POST /images/load", exchange => exchange.LinesAsync());

        await FluentActions.Awaiting(() => Engine.LoadImagesAsync(new MemoryStream([1]), Token))
            .Should().ThrowAsync<EngineUnavailableException>();
    }

    [Theory(Timeout = 30_000)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_import_is_complete_with_the_id_of_the_image(bool hasId)
    {
        Script.On("POST /images/create", exchange => exchange.LinesAsync(
            [.. new[] { """{"status":"Importing"}""", $$"""{"status":"{{Id}}"}""" }.Take(hasId ? 2 : 1)]));
        Script.On("DELETE /images/*", exchange => exchange.JsonAsync(200, "[]"));
        var file = Path.GetTempFileName();

        var import = () => Image.Import(file, "my:1").On(Engine).ExecuteAsync(Token);

        if (hasId) (await import()).Id.Should().Be(HealthyEngine.ImageId);
        else await import.Should().ThrowAsync<EngineUnavailableException>().WithMessage("*before it named the new image*");
        File.Delete(file);
    }

    [Theory(Timeout = 30_000)]
    [InlineData("""{"stream":"Step 1/2 : FROM app\n"}""")]
    [InlineData("""{"stream":"Step 1/2 : FROM app\n"}""",
        """{"aux":{"ID":"sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"}}""",
        """{"stream":"Step 2/2 : FROM app\n"}""")]
    public async Task A_build_that_ends_before_its_last_image_throws_EngineUnavailable(params string[] lines)
    {
        Script.On("POST /build", exchange => exchange.LinesAsync(lines)).On("DELETE /images/*", exchange => exchange.JsonAsync(200, "[]"));

        var spec = BuildSpec.FromText("FROM app\n") with { Tags = ["my:1"] };
        await FluentActions.Awaiting(() => Image.Build(spec).On(Engine).ExecuteAsync(Token))
            .Should().ThrowAsync<EngineUnavailableException>().WithMessage("*before it named the new image*");
    }

    [Fact(Timeout = 30_000)]
    public async Task Null_characters_and_white_space_around_progress_messages_are_skipped()
    {
        Script.On("POST /images/create", async exchange =>
        {
            await exchange.StartChunkedAsync();
            await exchange.ChunkAsync("\0{\"status\":\"a\"}\0\r\n\0 \t\r\r\n{\"status\":\"b\"}{\"status\":\"c\"}\0\0");
            await exchange.ChunkAsync("{\"status\":\"Status: done\"}\0");
            await exchange.ChunkAsync("");
        });
        var progress = new ProgressRecorder();

        await Image.Pull("app", PullPolicy.Always).On(Engine).WithProgress(progress).ExecuteAsync(Token);

        progress.Reports.Where(item => item.Kind == PlanProgressKind.Transfer).Select(item => item.Status)
            .Should().Equal("a", "b", "c", "Status: done");
    }

    private sealed class ProgressRecorder : IProgress<PlanProgress>
    {
        public List<PlanProgress> Reports { get; } = [];

        public void Report(PlanProgress value) => Reports.Add(value);
    }
}
