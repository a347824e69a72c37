using ContainerKit.Protocol.Tests.Support;

namespace ContainerKit.Protocol.Tests.Http;

/// <summary>Error responses whose body never ends.</summary>
public sealed class IncompleteErrorTests : ProtocolTest
{
    [Theory(Timeout = 30_000)]
    [InlineData("pull", "POST /images/create")]
    [InlineData("commit", "POST /commit")]
    [InlineData("build", "POST /build")]
    [InlineData("load", "POST /images/load")]
    public async Task An_error_body_that_never_ends_is_awaited_for_the_request_timeout(string operation, string request)
    {
        await using var engine = new DockerEngine(base.Options with { RequestTimeout = TimeSpan.FromMilliseconds(300) });
        StartErrorBody(request);

        await FluentActions.Awaiting(() => SendAsync(engine, operation, Token)).Should().ThrowAsync<EngineUnavailableException>()
            .WithMessage("*it answered 500, but did not complete the error message within 0.3 s*");
    }

    [Theory(Timeout = 30_000)]
    [InlineData("pull", "POST /images/create")]
    [InlineData("build", "POST /build")]
    public async Task An_error_body_that_never_ends_can_be_canceled(string operation, string request)
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
        StartErrorBody(request, cancel.Cancel);

        var canceled = await FluentActions.Awaiting(() => SendAsync(Engine, operation, cancel.Token))
            .Should().ThrowAsync<OperationCanceledException>();

        canceled.Which.CancellationToken.Should().Be(cancel.Token);
    }

    private void StartErrorBody(string request, Action? then = null)
    {
        Script.On("GET /images/json", exchange => exchange.JsonAsync(200, "[]"));
        Script.On(request, async exchange =>
        {
            await exchange.WriteAsync("HTTP/1.1 500 Oops\r\nContent-Length: 500\r\n\r\n{");
            then?.Invoke();
            await exchange.StaySilentAsync();
        });
    }

    private Task SendAsync(DockerEngine engine, string operation, CancellationToken cancellationToken) => operation switch
    {
        "pull" => Image.Pull("app", PullPolicy.Always).On(engine).ExecuteAsync(cancellationToken),
        "commit" => Image.Local("app").Create(new ContainerSpec("ls")).Commit("my:1").On(engine).ExecuteAsync(cancellationToken),
        "build" => Image.Build(BuildSpec.FromText("FROM app\n")).On(engine).ExecuteAsync(cancellationToken),
        _ => engine.LoadImagesAsync(new MemoryStream([1]), cancellationToken),
    };
}
