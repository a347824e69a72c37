using ContainerKit.Protocol.Tests.Support;

namespace ContainerKit.Protocol.Tests.Http;

public sealed class NegotiationTests : ProtocolTest
{
    [Theory(Timeout = 30_000)]
    [InlineData("1.41", "v1.41")]
    [InlineData("1.51", "v1.51")]
    [InlineData("1.54", "v1.54")]
    [InlineData("1.99", "v1.54")]
    public async Task Requests_use_the_newest_API_version_that_both_sides_support(string offered, string used)
    {
        Offer(offered);

        await Run("true").Exec("ls").ExecuteAsync(Token);

        Script.Requests.Should().NotBeEmpty().And.OnlyContain(request => request.Version == used);
        (await Engine.ConnectAsync(Token)).ApiVersion.ToString().Should().Be(used[1..]);
    }

    [Fact(Timeout = 30_000)]
    public async Task The_raw_client_uses_the_negotiated_API_version_and_endpoint()
    {
        Offer("1.99");

        await Engine.Client.Containers.ListContainersAsync(new Docker.DotNet.Models.ContainersListParameters(), Token);

        Script.Requests.Should().ContainSingle().Which.Version.Should().Be("v1.54");
    }

    [Fact(Timeout = 30_000)]
    public async Task A_ping_response_without_an_API_version_is_not_accepted_as_an_engine()
    {
        Script.On("GET /_ping", exchange => exchange.RespondAsync(200, "text/html", "<h1>It works!</h1>"u8.ToArray()));

        await FluentActions.Awaiting(() => Engine.ConnectAsync(Token)).Should().ThrowAsync<EngineUnavailableException>()
            .WithMessage("*not a container engine*");
    }

    [Fact(Timeout = 30_000)]
    public async Task An_error_response_to_the_ping_is_quoted()
    {
        Script.On("GET /_ping", exchange =>
            exchange.RespondAsync(400, "text/plain", "Client sent an HTTP request to an HTTPS server.\n"u8.ToArray()));

        var error = await FluentActions.Awaiting(() => Engine.ConnectAsync(Token)).Should().ThrowAsync<EngineUnavailableException>();

        error.Which.Attempts.Should().ContainSingle().Which.Reason
            .Should().Be("it answered 400 \"Client sent an HTTP request to an HTTPS server.\"");
    }

    [Fact(Timeout = 30_000)]
    public async Task A_failed_connection_attempt_is_not_cached()
    {
        Script.On("GET /_ping", exchange => exchange.ErrorAsync(503, "starting"));
        await FluentActions.Awaiting(() => Engine.ConnectAsync(Token)).Should().ThrowAsync<EngineUnavailableException>();

        Offer("1.45");

        (await Engine.ConnectAsync(Token)).ApiVersion.Should().Be(new Version(1, 45));
    }

    [Fact(Timeout = 30_000)]
    public async Task Concurrent_requests_share_one_version_negotiation()
    {
        var pings = 0;
        Script.On("GET /_ping", exchange =>
        {
            Interlocked.Increment(ref pings);
            return exchange.RespondAsync(200, "text/plain", "OK"u8.ToArray(), "API-Version: 1.41\r\n");
        });

        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Container.InspectAsync(Token)));

        pings.Should().Be(1);
    }

    private void Offer(string version) =>
        Script.On("GET /_ping", exchange => exchange.RespondAsync(200, "text/plain", "OK"u8.ToArray(), $"Api-Version: {version}\r\n"));
}
