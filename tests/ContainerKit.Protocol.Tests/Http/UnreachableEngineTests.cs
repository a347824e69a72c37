using System.Net.Sockets;
using ContainerKit.Discovery;
using ContainerKit.Http;
using ContainerKit.Protocol.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace ContainerKit.Protocol.Tests.Http;

public sealed class UnreachableEngineTests : ProtocolTest
{
    protected override DockerEngineOptions Options =>
        base.Options with { ConnectTimeout = TimeSpan.FromMilliseconds(600), RequestTimeout = TimeSpan.FromMilliseconds(200) };

    [Fact(Timeout = 30_000)]
    public async Task Every_tried_endpoint_is_listed_in_order_with_its_reason()
    {
        await using var silentEngine = ScriptedEngine.Start().On("GET /_ping", exchange => exchange.StaySilentAsync());
        var folder = Directory.CreateTempSubdirectory("ck-");
        var stalePath = Path.Combine(folder.FullName, "stale");
        CreateStaleSocket(stalePath);
        string[] endpoints = ["unix:///no/such/docker.sock", "unix://" + stalePath, silentEngine.Endpoint.OriginalString];

        var error = await FluentActions.Awaiting(() => ConnectAsync(endpoints)).Should().ThrowAsync<EngineUnavailableException>();

        error.Which.Attempts.Select(attempt => attempt.Endpoint).Should().Equal(endpoints);
        error.Which.Attempts.Select(attempt => attempt.Reason).Should().SatisfyRespectively(
            missing => missing.Should().Be("there is no such socket"),
            stale => stale.Should().Be("nothing listens there"),
            silent => silent.Should().StartWith("no answer within"));
        error.Which.Message.Should().ContainAll(endpoints).And.Contain("Start Docker").And.Contain("DOCKER_HOST");
        folder.Delete(recursive: true);
    }

    [Theory(Timeout = 30_000)]
    [InlineData("a#b.sock")]
    [InlineData("a?b.sock")]
    [InlineData("a%20b %23.sock")]
    public async Task A_socket_with_a_special_character_in_its_path_is_connected_to(string name)
    {
        var folder = Directory.CreateTempSubdirectory("ck-");
        var path = Path.Combine(folder.FullName, name);
        File.CreateSymbolicLink(path, Script.Endpoint.AbsolutePath);
        await using var engine = new DockerEngine(new DockerEngineOptions { Endpoint = new Uri("unix://" + path) });

        (await engine.ConnectAsync(Token)).Endpoint.Should().Be("unix://" + path);
        folder.Delete(recursive: true);
    }

    [Fact(Timeout = 30_000)]
    public async Task An_abstract_socket_is_connected_to()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Abstract sockets exist on Linux only.");
        var name = "ck-" + Guid.NewGuid().ToString("N");
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint("\0" + name));
        listener.Listen();
        var response = RespondAsync();

        using var pool = await ConnectAsync("unix://@" + name);

        pool.Endpoint.ToString().Should().Be("unix://@" + name);
        await response;

        async Task RespondAsync()
        {
            using var connection = await listener.AcceptAsync(Token);
            await connection.ReceiveAsync(new byte[1000], Token);
            await connection.SendAsync("HTTP/1.1 200 OK\r\nAPI-Version: 1.41\r\nContent-Length: 0\r\n\r\n"u8.ToArray(), Token);
        }
    }

    [Fact(Timeout = 30_000)]
    public async Task A_socket_path_that_is_too_long_is_explained()
    {
        var folder = Directory.CreateTempSubdirectory("ck-");
        var path = Path.Combine(folder.FullName, new string('x', 200));
        File.WriteAllText(path, "");

        var error = await FluentActions.Awaiting(() => ConnectAsync("unix://" + path)).Should().ThrowAsync<EngineUnavailableException>();

        error.Which.Attempts.Should().ContainSingle().Which.Reason.Should().Be("the path of the socket is too long");
        folder.Delete(recursive: true);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_password_in_the_address_is_rejected_and_not_shown()
    {
        await using var engine = new DockerEngine(new DockerEngineOptions { Endpoint = new Uri("tcp://me:s3cret@127.0.0.1:1") });

        (await FluentActions.Awaiting(() => engine.ConnectAsync(Token)).Should().ThrowAsync<EngineUnavailableException>())
            .WithMessage("*'tcp://***@127.0.0.1:1'*user information*").Which.ToString().Should().NotContain("s3cret");
    }

    [Fact(Timeout = 30_000)]
    public async Task A_plan_without_a_reachable_engine_leaves_no_resources_and_connects_only_once()
    {
        var pings = 0;
        Script.On("GET /_ping", exchange =>
        {
            Interlocked.Increment(ref pings);
            return exchange.ErrorAsync(503, "starting");
        });

        var error = await FluentActions.Awaiting(() => Run("true").ExecuteAsync(Token)).Should().ThrowAsync<EngineUnavailableException>();

        error.Which.RemainingResources.Should().BeEmpty();
        error.Which.Step.Should().Be("run true");
        pings.Should().Be(1);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_silent_endpoint_leaves_time_for_the_endpoints_after_it()
    {
        await using var silent = ScriptedEngine.Start().On("GET /_ping", exchange => exchange.StaySilentAsync());

        using var pool = await ConnectAsync(silent.Endpoint.OriginalString, Script.Endpoint.OriginalString);

        pool.Endpoint.ToString().Should().Be(Script.Endpoint.OriginalString);
    }

    [Fact(Timeout = 30_000)]
    public async Task An_unsupported_endpoint_scheme_is_explained()
    {
        await using var engine = new DockerEngine(new DockerEngineOptions { Endpoint = new Uri("fd://build-host") });

        await FluentActions.Awaiting(() => engine.ConnectAsync(Token)).Should().ThrowAsync<EngineUnavailableException>()
            .WithMessage("*its scheme is not one of unix*");
    }

    [Fact(Timeout = 30_000)]
    public async Task A_server_that_does_not_speak_HTTP_is_not_accepted_as_an_engine()
    {
        Script.On("GET /_ping", exchange =>
        {
            exchange.Close();
            return exchange.WriteAsync("SSH-2.0-OpenSSH_9.2p1\r\n");
        });

        await FluentActions.Awaiting(() => Engine.ConnectAsync(Token)).Should().ThrowAsync<EngineUnavailableException>();
    }

    [Fact(Timeout = 30_000)]
    public async Task A_request_without_a_response_ends_after_the_request_timeout()
    {
        Script.On("GET /containers/*/json", exchange => exchange.StaySilentAsync());

        await FluentActions.Awaiting(() => Container.InspectAsync(Token)).Should().ThrowAsync<EngineUnavailableException>()
            .WithMessage("Could not inspect app (c0ffee012345)*did not answer within 0.2 s*");
    }

    [Fact(Timeout = 30_000)]
    public async Task A_truncated_response_body_throws_EngineUnavailable()
    {
        Script.On("GET /containers/*/json", async exchange =>
        {
            exchange.Close();
            await exchange.WriteAsync("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{\"Id\":");
        });

        await FluentActions.Awaiting(() => Container.InspectAsync(Token))
            .Should().ThrowAsync<EngineUnavailableException>().WithMessage("Could not inspect*");
    }

    [Fact(Timeout = 30_000)]
    public async Task A_response_that_is_not_JSON_is_reported()
    {
        Script.On("GET /containers/*/json", exchange => exchange.RespondAsync(200, "text/html", "<html>"u8.ToArray()));

        await FluentActions.Awaiting(() => Container.InspectAsync(Token))
            .Should().ThrowAsync<EngineUnavailableException>().WithMessage("*ended early or is not JSON*");
    }

    [Fact(Timeout = 30_000)]
    public async Task An_error_response_that_is_not_JSON_is_quoted()
    {
        Script.On("GET /containers/*/json", exchange => exchange.RespondAsync(502, "text/html", "<h1>Bad Gateway</h1>\n"u8.ToArray()));

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
    public async Task An_error_response_is_read_in_every_known_format(string body, string expected)
    {
        Script.On("GET /containers/*/json", exchange => exchange.JsonAsync(500, body));

        (await FluentActions.Awaiting(() => Container.InspectAsync(Token)).Should().ThrowAsync<EngineApiException>())
            .Which.EngineMessage.Should().Be(expected);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_request_to_a_disposed_engine_throws_ObjectDisposed()
    {
        var container = Container;
        await Engine.DisposeAsync();

        await FluentActions.Awaiting(() => container.InspectAsync(Token)).Should().ThrowAsync<ObjectDisposedException>();
    }

    private Task<ConnectionPool> ConnectAsync(params string[] endpoints) =>
        EngineConnector.ConnectAsync([.. endpoints.Select(endpoint => EngineEndpoint.Parse(endpoint, "a test"))],
            Options, NullLogger.Instance, Token);

    // A killed engine leaves such a socket file. Disposing the socket removes its file, so the file is moved first.
    private static void CreateStaleSocket(string path)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(path + "-bound"));
        File.Move(path + "-bound", path);
    }
}
