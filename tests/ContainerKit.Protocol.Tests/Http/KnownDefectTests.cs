using ContainerKit.Protocol.Tests.Support;

namespace ContainerKit.Protocol.Tests.Http;

/// <summary>Regression tests for defects in the communication with engines that are known from other libraries.</summary>
public sealed class KnownDefectTests : ProtocolTest
{
    [Theory(Timeout = 30_000)]
    [InlineData("1.41")]
    [InlineData("1.43")]
    public async Task An_older_engine_is_not_reported_as_not_running(string offered)
    {
        Offer(offered);

        await Run("true").ExecuteAsync(Token);

        Script.Requests.Should().NotBeEmpty().And.OnlyContain(request => request.Version == "v" + offered, "no version is pinned");
    }

    [Theory(Timeout = 30_000)]
    [InlineData("1.40")]
    [InlineData("1.9")]
    public async Task An_engine_that_is_too_old_is_not_reported_as_not_running(string offered)
    {
        Offer(offered);

        var error = await FluentActions.Awaiting(() => Run("true").ExecuteAsync(Token))
            .Should().ThrowAsync<UnsupportedApiVersionException>()
            .WithMessage($"*{Script.Endpoint}*speaks API {offered}; at least 1.41*");

        (error.Which.Required, error.Which.Actual).Should().Be((new Version(1, 41), Version.Parse(offered)));
        Script.Requests.Should().BeEmpty("no request is sent to an engine that does not support it");
    }

    private void Offer(string version) =>
        Script.On("GET /_ping", exchange => exchange.RespondAsync(200, "text/plain", "OK"u8.ToArray(), $"Api-Version: {version}\r\n"));
}
