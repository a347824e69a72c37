using ContainerKit.Protocol.Tests.Support;

namespace ContainerKit.Protocol.Tests.Cleanup;

public sealed class RemovalRetryTests : ProtocolTest
{
    private const string InProgress = "removal of container c0ffee is already in progress";

    private int _removals;

    public static TheoryData<RemoveOptions> Removals => [new RemoveOptions(), new RemoveOptions { IgnoreMissing = false }];

    protected override DockerEngineOptions Options => base.Options with { CleanupTimeout = TimeSpan.FromSeconds(4) };

    [Fact(Timeout = 30_000)]
    public async Task A_removal_that_fails_temporarily_is_retried()
    {
        OnRemoval(exchange => _removals <= 2
            ? exchange.ErrorAsync(500, "driver failed to remove root filesystem: device or resource busy")
            : exchange.EmptyAsync());

        await Container.RemoveAsync(Token);

        _removals.Should().Be(3);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_removal_whose_connection_is_lost_is_retried()
    {
        OnRemoval(exchange =>
        {
            if (_removals > 1) return exchange.EmptyAsync();
            exchange.Close();
            return Task.CompletedTask;
        });

        await Container.RemoveAsync(Token);

        _removals.Should().BeGreaterThan(1);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_container_already_removed_counts_as_removed()
    {
        OnRemoval(exchange => exchange.ErrorAsync(404, "No such container: c0ffee"));

        await Container.RemoveAsync(Token);

        _removals.Should().Be(1);
    }

    [Theory(Timeout = 30_000)]
    [MemberData(nameof(Removals))]
    public async Task A_removal_in_progress_is_waited_for(RemoveOptions options)
    {
        OnRemoval(exchange => _removals <= 2
            ? exchange.ErrorAsync(409, InProgress)
            : exchange.ErrorAsync(404, "No such container: c0ffee"));

        await Container.RemoveAsync(options, Token);

        _removals.Should().Be(3);
    }

    [Theory(Timeout = 30_000)]
    [MemberData(nameof(Removals))]
    public async Task A_container_whose_removal_by_the_engine_fails_is_removed(RemoveOptions options)
    {
        OnRemoval(exchange => _removals == 1 ? exchange.ErrorAsync(409, InProgress) : exchange.EmptyAsync());

        await Container.RemoveAsync(options, Token);

        _removals.Should().Be(2);
    }

    [Theory(Timeout = 30_000)]
    [MemberData(nameof(Removals))]
    public async Task A_removal_in_progress_is_waited_for_until_the_cleanup_timeout(RemoveOptions options)
    {
        OnRemoval(exchange => exchange.ErrorAsync(409, InProgress));

        var error = await FluentActions.Awaiting(() => Container.RemoveAsync(options, Token)).Should().ThrowAsync<ContainerKitException>();

        error.Which.Message.Should().StartWith("Could not remove")
            .And.ContainAny("within 4 s, the timeout of the whole cleanup", "already in progress");
        _removals.Should().BeGreaterThan(2);
    }

    [Fact(Timeout = 30_000)]
    public async Task Waiting_for_a_removal_in_progress_can_be_canceled()
    {
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(Token);
        OnRemoval(async exchange =>
        {
            await exchange.ErrorAsync(409, InProgress);
            if (_removals == 2) await cancellation.CancelAsync();
        });

        await FluentActions.Awaiting(() => Container.RemoveAsync(new RemoveOptions { IgnoreMissing = false }, cancellation.Token))
            .Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact(Timeout = 30_000)]
    public async Task A_failed_removal_throws_CleanupFailed_with_the_resource_name()
    {
        OnRemoval(exchange => exchange.ErrorAsync(500, "device or resource busy"));

        var error = await FluentActions.Awaiting(() => Container.RemoveAsync(Token)).Should().ThrowAsync<CleanupFailedException>();

        error.Which.RemainingResources.Should().Equal("container app (c0ffee012345)");
        error.Which.Message.Should().EndWith(
            "\n  Could not remove container app (c0ffee012345): the engine answered 500 \"device or resource busy\".");
        error.Which.InnerException.Should().BeOfType<EngineApiException>();
        Logs.Lines.Should().Contain(line => line.StartsWith("Error: Could not remove container app (c0ffee012345)")
            && line.Contains("device or resource busy"));
    }

    [Fact(Timeout = 30_000)]
    public async Task Disposing_a_container_that_cannot_be_removed_logs_instead_of_throwing()
    {
        OnRemoval(exchange => exchange.ErrorAsync(500, "device or resource busy"));

        await Container.DisposeAsync();

        Logs.Lines.Should().Contain(line => line.StartsWith("Error: Could not remove"));
    }

    [Fact(Timeout = 30_000)]
    public async Task Concurrent_and_repeated_disposal_removes_a_container_once()
    {
        OnRemoval(exchange => exchange.EmptyAsync());
        var container = Container;

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => container.DisposeAsync().AsTask())));
        await container.DisposeAsync();

        _removals.Should().Be(1);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_removal_without_a_response_ends_with_the_cleanup_timeout()
    {
        OnRemoval(exchange => exchange.StaySilentAsync());

        var error = await FluentActions.Awaiting(() => Container.RemoveAsync(Token)).Should().ThrowAsync<CleanupFailedException>();

        error.Which.Message.Should().MatchRegex("did not answer within 1 s|within 4 s, the timeout of the whole cleanup");
        _removals.Should().BeGreaterThan(1, "one silent request leaves time for the next");
    }

    [Fact(Timeout = 30_000)]
    public async Task A_failed_cleanup_does_not_replace_the_first_error()
    {
        Script.On("POST /containers/*/start", exchange => exchange.ErrorAsync(500, "cannot start"));
        OnRemoval(exchange => exchange.ErrorAsync(500, "device or resource busy"));

        var error = await FluentActions.Awaiting(() => Run("true").ExecuteAsync(Token))
            .Should().ThrowAsync<EngineApiException>()
            .WithMessage("Could not start*cannot start*Left behind*container app-*device or resource busy*");

        error.Which.RemainingResources.Should().ContainSingle();
    }

    [Fact(Timeout = 30_000)]
    public async Task A_container_whose_create_got_no_response_is_found_by_its_label_and_removed()
    {
        var label = "";
        Script.On("POST /containers/create", exchange =>
        {
            label = System.Text.Json.JsonDocument.Parse(exchange.Request.Body).RootElement.GetProperty("Labels")
                .GetProperty("containerkit.create").GetString()!;
            exchange.Close();
            return Task.CompletedTask;
        });
        // The engine lists the container with a delay.
        var lists = 0;
        Script.On("GET /containers/json", exchange =>
            exchange.JsonAsync(200, Interlocked.Increment(ref lists) == 1
                ? "[]"
                : $"[{Script.ListCreatedContainer()}]"));
        OnRemoval(exchange => exchange.EmptyAsync());

        var error = await FluentActions.Awaiting(() => Run("true").ExecuteAsync(Token))
            .Should().ThrowAsync<EngineUnavailableException>().WithMessage("Could not create container app-*");

        error.Which.RemovedResources.Should().ContainSingle().Which.Should().EndWith("(c0ffee012345)");
        _removals.Should().Be(1);
        Script.Requests.Where(request => request.Path == "/containers/json")
            .Should().OnlyContain(request => request.Query.Contains($"containerkit.create={label}"));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_container_listed_before_it_can_be_removed_is_removed_by_a_retry()
    {
        Script.On("POST /containers/create", exchange =>
        {
            exchange.Close();
            return Task.CompletedTask;
        });
        Script.On("GET /containers/json", exchange => exchange.JsonAsync(200, $"[{Script.ListCreatedContainer()}]"));
        OnRemoval(exchange => _removals == 1 ? exchange.ErrorAsync(404, "No such container: c0ffee") : exchange.EmptyAsync());

        var error = await FluentActions.Awaiting(() => Run("true").ExecuteAsync(Token)).Should().ThrowAsync<EngineUnavailableException>();

        error.Which.RemovedResources.Should().ContainSingle().Which.Should().EndWith("(c0ffee012345)");
        _removals.Should().Be(2);
    }

    private void OnRemoval(Func<Exchange, Task> handler) => Script.On("DELETE /containers/*", exchange =>
    {
        Interlocked.Increment(ref _removals);
        return handler(exchange);
    });
}
