using ContainerKit.Protocol.Tests.Support;

namespace ContainerKit.Protocol.Tests.Containers;

/// <summary>A stop with a signal, which older engines do not have.</summary>
public sealed class StopTests : ProtocolTest
{
    [Fact(Timeout = 30_000)]
    public async Task An_engine_that_takes_a_signal_is_asked_once()
    {
        Script.On("GET /_ping", exchange => exchange.AnswerAsync(200, "text/plain", "OK"u8.ToArray(), "API-Version: 1.42\r\n"))
            .On("POST /containers/*/stop", exchange => exchange.EmptyAsync());

        await Container.StopAsync("SIGINT", TimeSpan.FromSeconds(2.5), Token);

        Script.Requests.Should().ContainSingle().Which.Query.Should().Be("t=3&signal=SIGINT");
    }

    [Fact(Timeout = 30_000)]
    public async Task An_older_one_is_asked_for_the_signal_the_end_and_the_stop()
    {
        Script.On("POST /containers/*/kill", exchange => exchange.EmptyAsync()).On("POST /containers/*/stop", exchange => exchange.EmptyAsync());

        await Container.StopAsync("SIGINT", TimeSpan.FromSeconds(5), Token);

        Script.Requests.Select(request => $"{request.Path.Split('/')[^1]}?{request.Query}").Should().Equal("kill?signal=SIGINT", "wait?", "stop?t=0");
    }

    [Fact(Timeout = 30_000)]
    public async Task What_does_not_run_is_not_stopped_again()
    {
        Script.On("POST /containers/*/kill", exchange => exchange.RefuseAsync(409, "Cannot kill container: c0ffee: Container c0ffee is not running"));

        await Container.StopAsync("SIGINT", TimeSpan.FromSeconds(5), Token);

        Script.Requests.Should().ContainSingle();
    }

    [Fact(Timeout = 30_000)]
    public async Task A_grace_is_left_to_the_engine_unless_it_is_given()
    {
        Script.On("POST /containers/*/stop", exchange => exchange.EmptyAsync()).On("POST /containers/*/restart", exchange => exchange.EmptyAsync());

        await Container.StopAsync(Token);
        await Container.StopAsync(Timeout.InfiniteTimeSpan, Token);
        await Container.RestartAsync(Token);
        await Container.RestartAsync(TimeSpan.FromSeconds(3), Token);

        Script.Requests.Select(request => request.Query).Should().Equal("", "t=-1", "", "t=3");
    }

    [Fact(Timeout = 30_000)]
    public async Task A_wait_whose_answer_carries_an_error_fails_with_it()
    {
        Script.On("POST /containers/*/wait", exchange => exchange.JsonAsync(200, """{ "StatusCode": 0, "Error": { "Message": "driver failed to remove root filesystem" } }"""));

        await FluentActions.Awaiting(() => Container.WaitAsync(ExitCondition.Removed, Token)).Should().ThrowAsync<EngineApiException>().WithMessage("*root filesystem*");
        Script.Requests.Single().Query.Should().Be("condition=removed");
    }
}
