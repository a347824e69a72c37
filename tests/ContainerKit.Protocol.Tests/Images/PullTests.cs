using System.Net;
using ContainerKit.Protocol.Tests.Support;

namespace ContainerKit.Protocol.Tests.Images;

public sealed class PullTests : ProtocolTest
{
    [Fact(Timeout = 30_000)]
    public async Task A_present_image_is_not_pulled()
    {
        await Image.Pull("app").On(Engine).ExecuteAsync(Token);

        Script.Requests.Select(request => request.ToString()).Should().Equal("GET /images/app:latest/json");
    }

    [Fact(Timeout = 30_000)]
    public async Task A_missing_image_is_pulled_and_inspected()
    {
        var isPresent = false;
        Script.On("GET /images/*/json", exchange => isPresent
                ? exchange.JsonAsync(200, """{ "Id": "sha256:1" }""")
                : exchange.ErrorAsync(404, "No such image: app:latest"))
            .On("POST /images/create", exchange =>
            {
                isPresent = true;
                return exchange.LinesAsync("""{"status":"done"}""");
            });

        var image = await Image.Pull("app").On(Engine).ExecuteAsync(Token);

        image.Id.Should().Be("sha256:1");
        Script.Requests.Single(request => request.Method == "POST").Query.Should().Be("fromImage=app&tag=latest");
    }

    [Fact(Timeout = 30_000)]
    public async Task A_pull_error_with_only_an_error_detail_throws_ImageTransferException()
    {
        Script.On("POST /images/create", exchange =>
            exchange.LinesAsync("""{"status":"Downloading"}""", """{"errorDetail":{"code":500,"message":"it went wrong"}}"""));

        await FluentActions.Awaiting(PullAsync).Should().ThrowAsync<ImageTransferException>()
            .WithMessage("*stopped the transfer with the error \"it went wrong\"*");
    }

    [Theory(Timeout = 30_000)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_pull_stream_truncated_in_the_middle_of_a_line_throws_EngineUnavailable(bool isCompleted)
    {
        Script.On("POST /images/create", async exchange =>
        {
            exchange.Close();
            await exchange.StartChunkedAsync();
            await exchange.ChunkAsync("{\"status\":\"Pulling\"}\r\n{\"status\":\"Down");
            if (isCompleted) await exchange.ChunkAsync("");
        });

        await FluentActions.Awaiting(PullAsync).Should().ThrowAsync<EngineUnavailableException>()
            .WithMessage("Could not pull app:latest: the engine*");
    }

    [Fact(Timeout = 30_000)]
    public async Task Pull_progress_lines_may_be_split_anywhere_and_may_be_empty()
    {
        Script.On("POST /images/create", async exchange =>
        {
            await exchange.StartChunkedAsync();
            await exchange.ChunkAsync("{\"sta");
            await exchange.ChunkAsync("tus\":\"größe\"}\r");
            await exchange.ChunkAsync("\n\r\n\n{\"status\":\"b\"}");
            await exchange.ChunkAsync("");
        });
        var progress = new ProgressRecorder();

        await Image.Pull("app", PullPolicy.Always).On(Engine).WithProgress(progress).ExecuteAsync(Token);

        progress.Reports.Where(item => item.Kind == PlanProgressKind.Transfer).Select(item => item.Status).Should().Equal("größe", "b");
    }

    [Fact(Timeout = 30_000)]
    public async Task Pull_progress_reports_layers_and_bytes_despite_unexpected_JSON_types()
    {
        Script.On("POST /images/create", exchange => exchange.LinesAsync(
            """{"status":"Downloading","progressDetail":{"current":50,"total":200},"progress":"[=> ]","id":"a1"}""",
            """{"status":"Waiting","progressDetail":{},"id":"a2"}""",
            """{"status":"Odd","progressDetail":null,"id":7}""",
            """{"stream":"no status"}"""));
        var progress = new ProgressRecorder();

        await Image.Pull("app", PullPolicy.Always).On(Engine).WithProgress(progress).ExecuteAsync(Token);

        progress.Reports.Select(item => item.ToString())
            .Should().StartWith(["pull app:latest", "a1: Downloading 25%", "a2: Waiting", "7: Odd"]).And.HaveCount(5);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_pull_by_digest_requests_the_digest()
    {
        const string Digest = "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

        await Image.Pull("host:5000/app@" + Digest, PullPolicy.Always).On(Engine).ExecuteAsync(Token);

        Script.Requests[0].Query.Should().Be($"fromImage=host:5000/app&tag={Digest}");
    }

    [Fact(Timeout = 30_000)]
    public async Task A_missing_local_image_is_not_pulled()
    {
        Script.On("POST /containers/create", exchange => exchange.ErrorAsync((int)HttpStatusCode.NotFound, "No such image: app:latest"));

        await FluentActions.Awaiting(() => Run("true").ExecuteAsync(Token))
            .Should().ThrowAsync<ImageNotFoundException>().WithMessage("*Image.Pull(\"app:latest\")*");

        Script.Requests.Should().NotContain(request => request.Path == "/images/create");
    }

    private Task PullAsync() => Image.Pull("app", PullPolicy.Always).On(Engine).ExecuteAsync(Token);

    private sealed class ProgressRecorder : IProgress<PlanProgress>
    {
        public List<PlanProgress> Reports { get; } = [];

        public void Report(PlanProgress value) => Reports.Add(value);
    }
}
