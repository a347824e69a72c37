using ContainerKit.Protocol.Tests.Support;

namespace ContainerKit.Protocol.Tests.Containers;

/// <summary>Stops with a signal, which engines before API 1.42 do not support, and grace periods.</summary>
public sealed class StopTests : ProtocolTest
{
    [Fact(Timeout = 30_000)]
    public async Task A_stop_with_a_signal_is_one_request_if_the_engine_supports_it()
    {
        Script.On("GET /_ping", exchange => exchange.RespondAsync(200, "text/plain", "OK"u8.ToArray(), "API-Version: 1.42\r\n"))
            .On("POST /containers/*/stop", exchange => exchange.EmptyAsync());

        await Container.StopAsync("SIGINT", TimeSpan.FromSeconds(2.5), Token);

        Script.Requests.Should().ContainSingle().Which.Query.Should().Be("t=3&signal=SIGINT");
    }

    [Fact(Timeout = 30_000)]
    public async Task A_stop_with_a_signal_on_an_older_engine_sends_kill_wait_and_stop()
    {
        Script.On("POST /containers/*/kill", exchange => exchange.EmptyAsync())
            .On("POST /containers/*/stop", exchange => exchange.EmptyAsync());

        await Container.StopAsync("SIGINT", TimeSpan.FromSeconds(5), Token);

        Script.Requests.Select(request => $"{request.Path.Split('/')[^1]}?{request.Query}")
            .Should().Equal("kill?signal=SIGINT", "wait?", "stop?t=0");
    }

    [Fact(Timeout = 30_000)]
    public async Task A_stop_with_a_signal_of_an_exited_container_sends_no_second_request()
    {
        Script.On("POST /containers/*/kill", exchange =>
            exchange.ErrorAsync(409, "Cannot kill container: c0ffee: Container c0ffee is not running"));

        await Container.StopAsync("SIGINT", TimeSpan.FromSeconds(5), Token);

        Script.Requests.Should().ContainSingle();
    }

    [Fact(Timeout = 30_000)]
    public async Task The_grace_period_is_left_to_the_engine_unless_specified()
    {
        Script.On("POST /containers/*/stop", exchange => exchange.EmptyAsync())
            .On("POST /containers/*/restart", exchange => exchange.EmptyAsync());

        await Container.StopAsync(Token);
        await Container.StopAsync(Timeout.InfiniteTimeSpan, Token);
        await Container.RestartAsync(Token);
        await Container.RestartAsync(TimeSpan.FromSeconds(3), Token);

        Script.Requests.Select(request => request.Query).Should().Equal("", "t=-1", "", "t=3");
    }

    [Fact(Timeout = 30_000)]
    public async Task A_wait_response_that_contains_an_error_throws_EngineApiException()
    {
        Script.On("POST /containers/*/wait", exchange =>
            exchange.JsonAsync(200,
                """{ "StatusCode": 0, "Error": { "Message": "driver failed to remove root filesystem" } }"""));

        await FluentActions.Awaiting(() => Container.WaitAsync(ExitCondition.Removed, Token))
            .Should().ThrowAsync<EngineApiException>().WithMessage("*root filesystem*");
        Script.Requests.Single().Query.Should().Be("condition=removed");
    }
}
