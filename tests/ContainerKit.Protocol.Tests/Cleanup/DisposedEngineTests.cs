using ContainerKit.Protocol.Tests.Support;

namespace ContainerKit.Protocol.Tests.Cleanup;

/// <summary>
/// An engine that is disposed before its resources, for example by a dependency injection container. Its resources are still removed.
/// </summary>
public sealed class DisposedEngineTests : ProtocolTest
{
    [Fact(Timeout = 30_000)]
    public async Task A_container_disposed_after_its_engine_is_removed()
    {
        var container = await Run("sleep").ExecuteAsync(Token);
        await Engine.DisposeAsync();

        await container.DisposeAsync();

        Script.Requests[^1].ToString().Should().Be($"DELETE /containers/{HealthyEngine.ContainerId}");
        Logs.Lines.Should().NotContain(line => line.StartsWith("Error"));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_network_and_a_volume_disposed_after_their_engine_are_removed()
    {
        Script.On("POST /networks/create", exchange => exchange.JsonAsync(201, """{ "Id": "n0" }"""));
        Script.On("DELETE /networks/*", exchange => exchange.EmptyAsync());
        Script.On("GET /volumes/*", exchange => exchange.ErrorAsync(404, "no such volume"));
        Script.On("POST /volumes/create", exchange => exchange.JsonAsync(201, exchange.Request.Body));
        Script.On("DELETE /volumes/*", exchange => exchange.EmptyAsync());
        var network = await Network.Create("net").On(Engine).ExecuteAsync(Token);
        var volume = await Volume.Create("data").On(Engine).ExecuteAsync(Token);
        await Engine.DisposeAsync();

        await volume.DisposeAsync();
        await network.DisposeAsync();

        Script.Requests.TakeLast(2).Select(request => request.ToString()).Should().Equal("DELETE /volumes/data", "DELETE /networks/n0");
    }

    [Fact(Timeout = 30_000)]
    public async Task A_terminal_disposed_after_its_engine_kills_its_process()
    {
        Script.On("GET /exec/*/json", exchange => exchange.JsonAsync(200, """{ "Running": true }"""));
        Script.On("POST /exec/*/start", async exchange =>
        {
            await exchange.UpgradeAsync();
            await exchange.StaySilentAsync();
        });
        var terminal = await Container.OpenTerminalAsync(new TerminalSpec("app") { Tty = false }, Token);
        await Engine.DisposeAsync();
        await FluentActions.Awaiting(() => terminal.ExpectAsync("never", Token)).Should().ThrowAsync<ObjectDisposedException>();
        Script.On("POST /exec/*/start", exchange => exchange.UpgradeAsync());
        Script.On("GET /exec/*/json", exchange => exchange.JsonAsync(200, """{ "Running": false, "ExitCode": 0 }"""));

        await terminal.DisposeAsync();

        Script.Requests.Last(request => request.Path.EndsWith("/exec")).Body.Should().Contain("kill -KILL");
        Logs.Lines.Should().NotContain(line => line.StartsWith("Warning"));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_plan_whose_engine_is_disposed_throws_ObjectDisposed_and_leaves_no_resources()
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Script.On("POST /containers/*/start", exchange =>
        {
            reached.SetResult();
            return exchange.StaySilentAsync();
        });
        var run = Run("sleep").ExecuteAsync(Token);
        await reached.Task.WaitAsync(Token);

        await Engine.DisposeAsync();

        await FluentActions.Awaiting(() => run).Should().ThrowAsync<ObjectDisposedException>()
            .WithMessage("Could not start app-*disposed meanwhile*");
        Script.Requests[^1].ToString().Should().Be($"DELETE /containers/{HealthyEngine.ContainerId}");
    }

    [Fact(Timeout = 30_000)]
    public async Task A_container_whose_create_was_in_flight_is_found_by_its_label_and_removed()
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Script.On("POST /containers/create", exchange =>
        {
            reached.SetResult();
            return exchange.StaySilentAsync();
        });
        Script.On("GET /containers/json", exchange => exchange.JsonAsync(200, $"[{Script.ListCreatedContainer()}]"));
        var run = Run("sleep").ExecuteAsync(Token);
        await reached.Task.WaitAsync(Token);

        await Engine.DisposeAsync();

        await FluentActions.Awaiting(() => run).Should().ThrowAsync<ObjectDisposedException>();
        Script.Requests[^1].ToString().Should().Be($"DELETE /containers/{HealthyEngine.ContainerId}");
    }

    [Fact(Timeout = 30_000)]
    public async Task A_failed_removal_after_the_engine_disposal_is_logged()
    {
        Script.On("DELETE /containers/*", exchange => exchange.ErrorAsync(409, "no"));
        var container = await Run("sleep").ExecuteAsync(Token);
        await Engine.DisposeAsync();

        await container.DisposeAsync();

        Logs.Lines.Should().Contain(line => line.StartsWith("Error: Could not remove container app-"));
    }

    [Fact(Timeout = 30_000)]
    public async Task The_raw_client_of_a_disposed_engine_sends_no_request()
    {
        var client = Engine.Client;
        await Engine.ConnectAsync(Token);
        await Engine.DisposeAsync();

        await FluentActions.Awaiting(() => client.System.GetVersionAsync(Token)).Should().ThrowAsync<ObjectDisposedException>();

        Script.Requests.Should().BeEmpty();
    }
}
