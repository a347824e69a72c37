using System.Net.Sockets;
using ContainerKit.Discovery;
using ContainerKit.Http;
using ContainerKit.Protocol.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace ContainerKit.Protocol.Tests.Http;

public sealed class UnreachableEngineTests : ProtocolTest
{
    protected override DockerEngineOptions Options => base.Options with { ConnectTimeout = TimeSpan.FromMilliseconds(600), RequestTimeout = TimeSpan.FromMilliseconds(200) };

    [Fact(Timeout = 30_000)]
    public async Task Every_tried_endpoint_is_listed_in_order_with_its_reason()
    {
        await using var silent = ScriptedEngine.Start().On("GET /_ping", exchange => exchange.SilenceAsync());
        var folder = Directory.CreateTempSubdirectory("ck-");
        var stale = Path.Combine(folder.FullName, "stale");
        LeaveSocket(stale);
        string[] places = ["unix:///no/such/docker.sock", "unix://" + stale, silent.Endpoint.OriginalString];

        var error = await FluentActions.Awaiting(() => SearchAsync(places)).Should().ThrowAsync<EngineUnavailableException>();

        error.Which.Attempts.Select(attempt => attempt.Endpoint).Should().Equal(places);
        error.Which.Attempts.Select(attempt => attempt.Reason).Should().SatisfyRespectively(
            missing => missing.Should().Be("there is no such socket"),
            nobody => nobody.Should().Be("nothing listens there"),
            mute => mute.Should().StartWith("no answer within"));
        error.Which.Message.Should().ContainAll(places).And.Contain("Start Docker").And.Contain("DOCKER_HOST");
        folder.Delete(recursive: true);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_plan_without_a_reachable_engine_leaves_no_resources_and_connects_only_once()
    {
        var pings = 0;
        Script.On("GET /_ping", exchange =>
        {
            Interlocked.Increment(ref pings);
            return exchange.RefuseAsync(503, "starting");
        });

        var error = await FluentActions.Awaiting(() => Run("true").ExecuteAsync(Token)).Should().ThrowAsync<EngineUnavailableException>();

        error.Which.RemainingResources.Should().BeEmpty();
        error.Which.Step.Should().Be("run true");
        pings.Should().Be(1);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_silent_endpoint_leaves_time_for_the_endpoints_after_it()
    {
        await using var silent = ScriptedEngine.Start().On("GET /_ping", exchange => exchange.SilenceAsync());

        using var link = await SearchAsync(silent.Endpoint.OriginalString, Script.Endpoint.OriginalString);

        link.Endpoint.ToString().Should().Be(Script.Endpoint.OriginalString);
    }

    [Fact(Timeout = 30_000)]
    public async Task An_unsupported_endpoint_scheme_is_explained()
    {
        await using var engine = new DockerEngine(new DockerEngineOptions { Endpoint = new Uri("ssh://build-host") });

        await FluentActions.Awaiting(() => engine.ConnectAsync(Token)).Should().ThrowAsync<EngineUnavailableException>().WithMessage("*ssh is not supported*ssh -NL*");
    }

    [Fact(Timeout = 30_000)]
    public async Task A_server_that_does_not_speak_HTTP_is_not_accepted_as_an_engine()
    {
        Script.On("GET /_ping", exchange =>
        {
            exchange.Close();
            return exchange.RawAsync("SSH-2.0-OpenSSH_9.2p1\r\n");
        });

        await FluentActions.Awaiting(() => Engine.ConnectAsync(Token)).Should().ThrowAsync<EngineUnavailableException>();
    }

    [Fact(Timeout = 30_000)]
    public async Task A_request_without_a_response_ends_after_the_request_timeout()
    {
        Script.On("GET /containers/*/json", exchange => exchange.SilenceAsync());

        await FluentActions.Awaiting(() => Container.InspectAsync(Token)).Should().ThrowAsync<EngineUnavailableException>()
            .WithMessage("Could not inspect app (c0ffee012345)*did not answer within 0.2 s*");
    }

    [Fact(Timeout = 30_000)]
    public async Task A_truncated_response_body_throws_EngineUnavailable()
    {
        Script.On("GET /containers/*/json", async exchange =>
        {
            exchange.Close();
            await exchange.RawAsync("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{\"Id\":");
        });

        await FluentActions.Awaiting(() => Container.InspectAsync(Token)).Should().ThrowAsync<EngineUnavailableException>().WithMessage("Could not inspect*");
    }

    [Fact(Timeout = 30_000)]
    public async Task A_response_that_is_not_JSON_is_reported()
    {
        Script.On("GET /containers/*/json", exchange => exchange.AnswerAsync(200, "text/html", "<html>"u8.ToArray()));

        await FluentActions.Awaiting(() => Container.InspectAsync(Token)).Should().ThrowAsync<EngineUnavailableException>().WithMessage("*broke off or is not JSON*");
    }

    [Fact(Timeout = 30_000)]
    public async Task An_error_response_that_is_not_JSON_is_quoted()
    {
        Script.On("GET /containers/*/json", exchange => exchange.AnswerAsync(502, "text/html", "<h1>Bad Gateway</h1>\n"u8.ToArray()));

        await FluentActions.Awaiting(() => Container.InspectAsync(Token)).Should().ThrowAsync<EngineApiException>()
            .WithMessage("Could not inspect app (c0ffee012345): the engine answered 502 \"<h1>Bad Gateway</h1>\".");
    }

    [Theory(Timeout = 30_000)]
    [InlineData("""{"message":"no space"}""", "no space")]
    [InlineData("""{"cause":"x","message":"no space","response":500}""", "no space")]
    [InlineData("""{"errorDetail":{"message":"no space"},"error":"x"}""", "no space")]
    [InlineData("""{"error":"no space"}""", "no space")]
    [InlineData("""{"message":""}""", """{"message":""}""")]
    [InlineData("[7]", "[7]")]
    [InlineData("", "")]
    public async Task An_error_response_is_read_in_every_known_format(string body, string said)
    {
        Script.On("GET /containers/*/json", exchange => exchange.JsonAsync(500, body));

        (await FluentActions.Awaiting(() => Container.InspectAsync(Token)).Should().ThrowAsync<EngineApiException>()).Which.EngineMessage.Should().Be(said);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_request_to_a_disposed_engine_throws_ObjectDisposed()
    {
        var container = Container;
        await Engine.DisposeAsync();

        await FluentActions.Awaiting(() => container.InspectAsync(Token)).Should().ThrowAsync<ObjectDisposedException>();
    }

    private Task<ConnectionPool> SearchAsync(params string[] places) =>
        EngineConnector.ConnectAsync([.. places.Select(place => EngineEndpoint.Parse(place, "a test"))], Options, NullLogger.Instance, Token);

    // As an engine that was killed leaves it. Disposing the socket removes the file, so it is moved away first.
    private static void LeaveSocket(string path)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(path + "-bound"));
        File.Move(path + "-bound", path);
    }
}
