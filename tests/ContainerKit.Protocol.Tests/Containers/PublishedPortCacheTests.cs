using ContainerKit.Protocol.Tests.Support;

namespace ContainerKit.Protocol.Tests.Containers;

/// <summary>Where a port is, while the container is being moved from one to another.</summary>
public sealed class PublishedPortCacheTests : ProtocolTest
{
    private int _asked;

    [Fact(Timeout = 30_000)]
    public async Task A_port_read_during_a_restart_is_not_cached()
    {
        var container = Container;
        IsAt(1);
        var (begun, mayEnd) = (new TaskCompletionSource(), new TaskCompletionSource());
        Script.On("POST /containers/*/restart", async exchange =>
        {
            begun.SetResult();
            await mayEnd.Task;
            await exchange.EmptyAsync();
        });

        var restarting = container.RestartAsync(Token);
        await begun.Task;
        (await PortAsync(container)).Should().Be(1, "the old process runs on in its grace");
        IsAt(2);
        mayEnd.SetResult();
        await restarting;

        (await PortAsync(container)).Should().Be(2);
        (await PortAsync(container)).Should().Be(2);
        _asked.Should().Be(2);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_port_response_from_before_a_restart_that_arrives_afterwards_is_not_cached()
    {
        var container = Container;
        var (asked, mayAnswer) = (new TaskCompletionSource(), new TaskCompletionSource());
        Script.On("POST /containers/*/restart", exchange => exchange.EmptyAsync()).On("GET /containers/*/json", async exchange =>
        {
            asked.SetResult();
            await mayAnswer.Task;
            await exchange.JsonAsync(200, Running(1));
        });

        var reading = PortAsync(container);
        await asked.Task;
        await container.RestartAsync(Token);
        IsAt(2);
        mayAnswer.SetResult();
        await reading;

        (await PortAsync(container)).Should().Be(2);
    }

    [Fact(Timeout = 30_000)]
    public async Task Ports_are_not_cached_between_a_canceled_restart_and_the_next_completed_restart()
    {
        var container = Container;
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
        IsAt(1);
        Script.On("POST /containers/*/restart", async exchange =>
        {
            await cancel.CancelAsync();
            await exchange.SilenceAsync();
        });

        await container.Awaiting(it => it.RestartAsync(cancel.Token)).Should().ThrowAsync<OperationCanceledException>();
        (await PortAsync(container)).Should().Be(1, "the engine is at it still");
        IsAt(2);
        (await PortAsync(container)).Should().Be(2);
        Script.On("POST /containers/*/restart", exchange => exchange.EmptyAsync());
        await container.RestartAsync(Token);
        IsAt(3);

        (await PortAsync(container)).Should().Be(3);
        (await PortAsync(container)).Should().Be(3);
        _asked.Should().Be(3);
    }

    [Fact(Timeout = 30_000)]
    public async Task An_inspect_refreshes_the_cached_ports()
    {
        var container = Container;
        IsAt(1);
        (await PortAsync(container)).Should().Be(1);
        IsAt(2);
        (await PortAsync(container)).Should().Be(1);

        await container.InspectAsync(Token);

        (await PortAsync(container)).Should().Be(2);
        _asked.Should().Be(2);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_port_read_by_a_wait_before_a_restart_is_not_cached()
    {
        var container = Container;
        var isSeen = new TaskCompletionSource();
        var ends = 0;
        IsAt(1);
        Script.On("POST /containers/*/wait", async exchange =>
        {
            if (++ends > 1)
            {
                await exchange.SilenceAsync();
                return;
            }

            await isSeen.Task;
            IsAt(2);
            await exchange.JsonAsync(200, """{ "StatusCode": 1 }""");
        });
        var wait = Wait.For("the second life", async (it, token) =>
        {
            if (!isSeen.Task.IsCompleted) (await it.GetPublishedPortAsync(80, token)).Port.Should().Be(1);
            isSeen.TrySetResult();
            return ends > 1;
        });

        await container.WaitForAsync(wait, Token);

        (await PortAsync(container)).Should().Be(2);
    }

    private static async Task<int> PortAsync(Container container) => (await container.GetPublishedPortAsync(80, Token)).Port;

    private static string Running(int port) =>
        $$"""{ "State": { "Status": "running" }, "NetworkSettings": { "Ports": { "80/tcp": [ { "HostIp": "127.0.0.1", "HostPort": "{{port}}" } ] } } }""";

    private void IsAt(int port) => Script.On("GET /containers/*/json", exchange =>
    {
        Interlocked.Increment(ref _asked);
        return exchange.JsonAsync(200, Running(port));
    });
}
