using ContainerKit.Protocol.Tests.Support;

namespace ContainerKit.Protocol.Tests.Containers;

/// <summary>The cache of published ports while a restart changes the port.</summary>
public sealed class PublishedPortCacheTests : ProtocolTest
{
    private int _inspects;

    [Fact(Timeout = 30_000)]
    public async Task A_port_read_during_a_restart_is_not_cached()
    {
        var container = Container;
        SetPort(1);
        var (started, mayComplete) = (new TaskCompletionSource(), new TaskCompletionSource());
        Script.On("POST /containers/*/restart", async exchange =>
        {
            started.SetResult();
            await mayComplete.Task;
            await exchange.EmptyAsync();
        });

        var restarting = container.RestartAsync(Token);
        await started.Task;
        (await PortAsync(container)).Should().Be(1, "the old process still runs during its grace period");
        SetPort(2);
        mayComplete.SetResult();
        await restarting;

        (await PortAsync(container)).Should().Be(2);
        (await PortAsync(container)).Should().Be(2);
        _inspects.Should().Be(2);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_port_response_from_before_a_restart_that_arrives_afterwards_is_not_cached()
    {
        var container = Container;
        var (requested, mayRespond) = (new TaskCompletionSource(), new TaskCompletionSource());
        Script.On("POST /containers/*/restart", exchange => exchange.EmptyAsync()).On("GET /containers/*/json", async exchange =>
        {
            requested.SetResult();
            await mayRespond.Task;
            await exchange.JsonAsync(200, RunningAt(1));
        });

        var reading = PortAsync(container);
        await requested.Task;
        await container.RestartAsync(Token);
        SetPort(2);
        mayRespond.SetResult();
        await reading;

        (await PortAsync(container)).Should().Be(2);
    }

    [Fact(Timeout = 30_000)]
    public async Task Ports_are_not_cached_between_a_canceled_restart_and_the_next_completed_restart()
    {
        var container = Container;
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
        SetPort(1);
        Script.On("POST /containers/*/restart", async exchange =>
        {
            await cancel.CancelAsync();
            await exchange.StaySilentAsync();
        });

        await container.Awaiting(target => target.RestartAsync(cancel.Token)).Should().ThrowAsync<OperationCanceledException>();
        (await PortAsync(container)).Should().Be(1, "the engine is still restarting the container");
        SetPort(2);
        (await PortAsync(container)).Should().Be(2);
        Script.On("POST /containers/*/restart", exchange => exchange.EmptyAsync());
        await container.RestartAsync(Token);
        SetPort(3);

        (await PortAsync(container)).Should().Be(3);
        (await PortAsync(container)).Should().Be(3);
        _inspects.Should().Be(3);
    }

    [Fact(Timeout = 30_000)]
    public async Task An_inspect_refreshes_the_cached_ports()
    {
        var container = Container;
        SetPort(1);
        (await PortAsync(container)).Should().Be(1);
        SetPort(2);
        (await PortAsync(container)).Should().Be(1);

        await container.InspectAsync(Token);

        (await PortAsync(container)).Should().Be(2);
        _inspects.Should().Be(2);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_port_read_by_a_wait_before_a_restart_is_not_cached()
    {
        var container = Container;
        var isRead = new TaskCompletionSource();
        var exits = 0;
        SetPort(1);
        Script.On("POST /containers/*/wait", async exchange =>
        {
            if (++exits > 1)
            {
                await exchange.StaySilentAsync();
                return;
            }

            await isRead.Task;
            SetPort(2);
            await exchange.JsonAsync(200, """{ "StatusCode": 1 }""");
        });
        var wait = Wait.For("the second run", async (target, token) =>
        {
            if (!isRead.Task.IsCompleted) (await target.GetPublishedPortAsync(80, token)).Port.Should().Be(1);
            isRead.TrySetResult();
            return exits > 1;
        });

        await container.WaitForAsync(wait, Token);

        (await PortAsync(container)).Should().Be(2);
    }

    private static async Task<int> PortAsync(Container container) => (await container.GetPublishedPortAsync(80, Token)).Port;

    private static string RunningAt(int port) => $$"""
        {
          "State": { "Status": "running" },
          "NetworkSettings": { "Ports": { "80/tcp": [ { "HostIp": "127.0.0.1", "HostPort": "{{port}}" } ] } }
        }
        """;

    private void SetPort(int port) => Script.On("GET /containers/*/json", exchange =>
    {
        Interlocked.Increment(ref _inspects);
        return exchange.JsonAsync(200, RunningAt(port));
    });
}
