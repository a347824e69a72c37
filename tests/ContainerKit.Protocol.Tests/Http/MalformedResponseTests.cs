using ContainerKit.Protocol.Tests.Support;

namespace ContainerKit.Protocol.Tests.Http;

/// <summary>Responses that no engine should send. All of them end in exceptions of the library.</summary>
public sealed class MalformedResponseTests : ProtocolTest
{
    protected override DockerEngineOptions Options => base.Options with { CleanupTimeout = TimeSpan.FromSeconds(1) };

    public static TheoryData<string, string> ResponsesWithoutAnId()
    {
        var data = new TheoryData<string, string>();
        string[] requests =
        [
            "POST /containers/create", "POST /containers/*/exec", "POST /commit", "POST /networks/create", "POST /volumes/create",
            "GET /containers/*/json", "GET /networks/*", "GET /volumes/*", "GET /images/*/json",
        ];
        foreach (var request in requests)
        {
            foreach (var body in new[] { "{}", "[]", "null", "7", """{"Id":"","ID":"","Name":""}""", "" }) data.Add(request, body);
        }

        return data;
    }

    [Theory(Timeout = 30_000)]
    [MemberData(nameof(ResponsesWithoutAnId))]
    public async Task A_response_without_an_id_throws_EngineUnavailable(string request, string body)
    {
        Script.On(request, exchange => body.Length == 0 ? exchange.EmptyAsync() : exchange.JsonAsync(201, body));

        await FluentActions.Awaiting(() => SendAsync(request)).Should().ThrowAsync<EngineUnavailableException>();
    }

    [Theory(Timeout = 30_000)]
    [InlineData("POST /containers/create")]
    [InlineData("POST /containers/*/exec")]
    [InlineData("POST /commit")]
    [InlineData("POST /networks/create")]
    [InlineData("GET /containers/*/json")]
    [InlineData("GET /networks/*")]
    public async Task An_id_that_addresses_another_resource_throws_EngineUnavailable(string request)
    {
        const string Id = "x/../../containers/foreign?v=1";
        Script.On(request, exchange => exchange.JsonAsync(201, $$"""{ "Id": "{{Id}}", "ID": "{{Id}}", "Name": "app" }"""));

        (await FluentActions.Awaiting(() => SendAsync(request)).Should().ThrowAsync<EngineUnavailableException>())
            .Which.Message.Should().Contain($"its id is '{Id}'");

        Script.Requests.Should().NotContain(each => each.Target.Contains("foreign"));
    }

    [Theory(Timeout = 30_000)]
    [InlineData("{}")]
    [InlineData("""{ "Id": ".." }""")]
    public async Task A_listed_container_without_a_valid_id_has_no_handle(string item)
    {
        Script.On("GET /containers/json", exchange => exchange.JsonAsync(200, $"[{item}]"));

        var container = (await Engine.ListContainersAsync(new ContainerFilter(), Token)).Single();

        container.Invoking(each => each.Container).Should().Throw<EngineUnavailableException>();
    }

    [Fact(Timeout = 30_000)]
    public async Task A_container_with_repeated_members_is_committed_with_the_last_ones()
    {
        Script.On("GET /containers/*/json", exchange => exchange.JsonAsync(200,
            """
            {
              "Id": "c1",
              "Config": { "Image": "x", "Image": "app", "Labels": {}, "Labels": { "a": "1", "a": "2", "containerkit.session": "s" } }
            }
            """));

        await Container.CommitAsync("my:1", Token);

        Script.Requests.Single(request => request.Path == "/commit").Body
            .Should().Be("""{"Image":"app","Labels":{"a":"2","containerkit.session":""}}""");
    }

    [Theory(Timeout = 30_000)]
    [InlineData("{}")]
    [InlineData("")]
    public async Task A_wait_response_without_an_exit_code_throws_EngineUnavailable(string body)
    {
        Script.On("POST /containers/*/wait", exchange =>
            exchange.RespondAsync(200, "application/json", System.Text.Encoding.UTF8.GetBytes(body)));

        await FluentActions.Awaiting(() => Container.WaitAsync(Token)).Should().ThrowAsync<EngineUnavailableException>()
            .WithMessage("*it has no exit code*");
    }

    [Theory(Timeout = 30_000)]
    [InlineData("""{"Id":"c1","Name":"/\ud800","Config":{"Labels":{"a":1,"a":"2","\udc00":"\ud83d\ude00"},"StopTimeout":9e18}}""")]
    [InlineData("{\"Id\":\"c1\",\"Name\":\"/\u0080\",\"Created\":\"99999-99-99T00:00:00Z\",\"State\":{\"Status\":7,\"ExitCode\":1e999}}")]
    [InlineData("""{"Id":"c1","State":[],"Config":"x","HostConfig":7,"NetworkSettings":{"Networks":{"a":[]},"Ports":{"80/tcp":{}}}}""")]
    public async Task An_inspect_response_with_invalid_values_is_read_tolerantly(string json)
    {
        Script.On("GET /containers/*/json", exchange =>
            exchange.RespondAsync(200, "application/json", System.Text.Encoding.Latin1.GetBytes(json)));

        var details = await Container.InspectAsync(Token);

        details.Id.Should().Be("c1");
        if (details.Labels.Count > 0) details.Labels.Should()
            .BeEquivalentTo(new Dictionary<string, string> { ["a"] = "2", ["\ufffd"] = "😀" });
    }

    [Theory(Timeout = 30_000)]
    [InlineData("HTTP/1.1 1000 X\r\n\r\n")]
    [InlineData("HTTP/1.1 099 X\r\n\r\n")]
    [InlineData("HTTP/1.1 200 X\r\nContent-Type: application/vnd.docker.raw-stream\r\nContent-Length: -5\r\n\r\n")]
    [InlineData("HTTP/1.1 500 X\r\nContent-Length: many\r\n\r\n")]
    [InlineData("HTTP/1.1 500 X\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n")]
    [InlineData("HTTP/1.1 500 X\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nabcd\r\n0\r\n\r\n")]
    public async Task A_malformed_response_to_a_hijack_throws_EngineUnavailable(string wire)
    {
        Script.On("POST /exec/*/start", exchange =>
        {
            exchange.Close();
            return exchange.WriteAsync(wire);
        });

        await FluentActions.Awaiting(() => Container.ExecAsync(["ls"], Token)).Should().ThrowAsync<EngineUnavailableException>();
    }

    [Fact(Timeout = 30_000)]
    public async Task A_response_that_breaks_off_throws_EngineUnavailable()
    {
        Script.On("GET /containers/*/json", async exchange =>
        {
            exchange.Close();
            await exchange.StartChunkedAsync();
            // The document is complete, but the last chunk is missing.
            await exchange.ChunkAsync("""{"Id":"c1"}""");
        });

        await FluentActions.Awaiting(() => Container.InspectAsync(Token)).Should().ThrowAsync<EngineUnavailableException>();
    }

    private Task SendAsync(string request) => request switch
    {
        "POST /containers/create" => Image.Local("app").Create(new ContainerSpec("ls")).On(Engine).ExecuteAsync(Token),
        "POST /containers/*/exec" => Container.ExecAsync(["ls"], Token),
        "POST /commit" => Container.CommitAsync("my:1", Token),
        "POST /networks/create" => Engine.CreateNetworkAsync("net", Token),
        "POST /volumes/create" => Engine.CreateVolumeAsync("vol", Token),
        "GET /containers/*/json" => ContainerKit.Container.Find("app").On(Engine).ExecuteAsync(Token),
        "GET /networks/*" => Network.Find("net").On(Engine).ExecuteAsync(Token),
        "GET /volumes/*" => Volume.Find("vol").On(Engine).ExecuteAsync(Token),
        _ => Image.Find("app").On(Engine).ExecuteAsync(Token),
    };
}
