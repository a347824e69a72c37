using ContainerKit.Protocol.Tests.Support;

namespace ContainerKit.Protocol.Tests.Plans;

/// <summary>Cancellation at each point of a call, which throws an OperationCanceledException with the token of the caller.</summary>
public sealed class CancellationTests : ProtocolTest
{
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _caller = new();

    protected override DockerEngineOptions Options => base.Options with { CleanupTimeout = TimeSpan.FromSeconds(1) };

    [Theory(Timeout = 30_000)]
    [InlineData("GET /_ping")]
    [InlineData("POST /containers/create")]
    [InlineData("POST /containers/*/start")]
    [InlineData("POST /containers/*/exec")]
    [InlineData("POST /exec/*/start")]
    [InlineData("GET /exec/*/json")]
    [InlineData("GET /containers/*/json")]
    [InlineData("POST /commit")]
    public async Task A_canceled_plan_ends_at_each_request(string silentRequest)
    {
        StaySilent(silentRequest);

        await CancelAsync(Run("sleep").Exec("ls").Commit("my:1").ExecuteAsync(_caller.Token));
    }

    [Theory(Timeout = 30_000)]
    [InlineData("POST /containers/create")]
    [InlineData("POST /containers/*/attach")]
    [InlineData("POST /containers/*/start")]
    [InlineData("GET /containers/*/json")]
    public async Task A_canceled_foreground_run_ends_at_each_request(string silentRequest)
    {
        Script.On("POST /containers/*/attach", exchange => exchange.UpgradeAsync());
        StaySilent(silentRequest);

        await CancelAsync(Run("ls").Output().ExecuteAsync(_caller.Token));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_canceled_pull_ends_while_it_waits_for_the_registry()
    {
        StaySilent("POST /images/create");

        await CancelAsync(Image.Pull("app", PullPolicy.Always).On(Engine).ExecuteAsync(_caller.Token));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_canceled_pull_ends_in_the_middle_of_its_stream()
    {
        StaySilentAfter("POST /images/create", async exchange =>
        {
            await exchange.StartChunkedAsync();
            await exchange.ChunkAsync("{\"status\":\"Pulling\"}\n{\"sta");
        });

        await CancelAsync(Image.Pull("app", PullPolicy.Always).On(Engine).ExecuteAsync(_caller.Token));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_canceled_exec_ends_in_the_middle_of_its_stream_and_kills_its_process()
    {
        var isFirst = true;
        Script.On("POST /exec/*/start", async exchange =>
        {
            await exchange.UpgradeAsync();
            if (!isFirst) return;
            isFirst = false;
            await exchange.Connection.WriteAsync(HealthyEngine.Frame(1, "half a li").AsMemory(0, 12), exchange.StopToken);
            _reached.SetResult();
            await exchange.StaySilentAsync();
        });

        await CancelAsync(Container.ExecAsync(["slow"], _caller.Token));

        Script.Requests.Where(request => request.Path.EndsWith("/exec", StringComparison.Ordinal))
            .Should().HaveCount(2, "a second exec kills the process of the first");
    }

    [Theory(Timeout = 30_000)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_canceled_log_read_ends_before_and_during_the_stream(bool inStream)
    {
        StaySilentAfter("GET /containers/*/logs", async exchange =>
        {
            if (!inStream) return;
            await exchange.StartChunkedAsync("application/vnd.docker.multiplexed-stream");
            await exchange.ChunkAsync(HealthyEngine.Frame(1, "first\nhalf"));
        });

        await CancelAsync(ReadAsync());

        async Task ReadAsync()
        {
            await foreach (var line in Container.LogsAsync(new LogOptions { Follow = true }, _caller.Token))
            {
            }
        }
    }

    [Fact(Timeout = 30_000)]
    public async Task A_canceled_wait_for_exit_ends()
    {
        StaySilent("POST /containers/*/wait");

        await CancelAsync(Container.WaitAsync(_caller.Token));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_canceled_terminal_open_ends_during_the_first_resize()
    {
        var isFirst = true;
        Script.On("POST /exec/*/start", async exchange =>
        {
            await exchange.UpgradeAsync();
            if (!isFirst) return;
            isFirst = false;
            await exchange.StaySilentAsync();
        });
        StaySilent("POST /exec/*/resize");

        await CancelAsync(Container.OpenTerminalAsync(new TerminalSpec("sh"), _caller.Token));

        Script.Requests.Where(request => request.Path.EndsWith("/exec", StringComparison.Ordinal))
            .Should().HaveCount(2, "a second exec kills the process of the first");
    }

    [Fact(Timeout = 30_000)]
    public async Task A_canceled_expect_ends_while_the_exit_code_is_requested()
    {
        var inspects = 0;
        Script.On("POST /exec/*/start", exchange => exchange.UpgradeAsync());
        Script.On("GET /exec/*/json", exchange =>
        {
            if (Interlocked.Increment(ref inspects) != 2)
                return exchange.JsonAsync(200, inspects == 1 ? """{ "Running": true }""" : """{ "Running": false, "ExitCode": 0 }""");
            _reached.SetResult();
            return exchange.StaySilentAsync();
        });
        await using var terminal = await Container.OpenTerminalAsync(new TerminalSpec("sh") { Tty = false }, Token);

        await CancelAsync(terminal.ExpectAsync("never", _caller.Token));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_plan_with_a_canceled_token_sends_no_request()
    {
        await _caller.CancelAsync();

        (await FluentActions.Awaiting(() => Run("true").ExecuteAsync(_caller.Token))
            .Should().ThrowAsync<OperationCanceledException>()).Which.CancellationToken.Should().Be(_caller.Token);

        Script.Requests.Should().BeEmpty();
    }

    [Fact(Timeout = 30_000)]
    public async Task A_canceled_create_completes_and_its_container_is_removed()
    {
        Script.On("POST /containers/create", async exchange =>
        {
            _reached.SetResult();
            var canceled = new TaskCompletionSource();
            using var registration = _caller.Token.Register(canceled.SetResult);
            await canceled.Task.WaitAsync(exchange.StopToken);
            await exchange.JsonAsync(201, $$"""{ "Id": "{{HealthyEngine.ContainerId}}" }""");
        });

        await CancelAsync(Run("true").ExecuteAsync(_caller.Token));

        Script.Requests.Select(request => request.ToString())
            .Should().Equal("POST /containers/create", $"DELETE /containers/{HealthyEngine.ContainerId}");
    }

    [Theory(Timeout = 30_000)]
    [InlineData(400, new[] { "POST /containers/create" })]
    [InlineData(500, new[] { "POST /containers/create", "GET /containers/json" })]
    public async Task A_canceled_create_that_the_engine_refuses_is_not_looked_for_repeatedly(int status, string[] requests)
    {
        Script.On("POST /containers/create", async exchange =>
        {
            await _caller.CancelAsync();
            await exchange.ErrorAsync(status, "refused");
        });

        (await FluentActions.Awaiting(() => Run("true").ExecuteAsync(_caller.Token))
            .Should().ThrowAsync<OperationCanceledException>()).Which.CancellationToken.Should().Be(_caller.Token);

        Script.Requests.Select(request => request.ToString()).Should().Equal(requests);
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _caller.Dispose();
        GC.SuppressFinalize(this);
    }

    private void StaySilent(string pattern) => StaySilentAfter(pattern, _ => Task.CompletedTask);

    private void StaySilentAfter(string pattern, Func<Exchange, Task> respond) => Script.On(pattern, async exchange =>
    {
        await respond(exchange);
        _reached.TrySetResult();
        await exchange.StaySilentAsync();
    });

    private async Task CancelAsync(Task call)
    {
        await Task.WhenAny(_reached.Task, call).WaitAsync(Token);
        call.IsCompleted.Should().BeFalse("the call waits for the engine");
        await _caller.CancelAsync();

        (await FluentActions.Awaiting(() => call.WaitAsync(Token)).Should().ThrowAsync<OperationCanceledException>())
            .Which.CancellationToken.Should().Be(_caller.Token);
    }
}
