using System.Net;
using System.Net.Sockets;
using System.Text;
using ContainerKit.Protocol.Tests.Support;

namespace ContainerKit.Protocol.Tests.Waiting;

/// <summary>Waits on an engine with failures that a real engine does not produce on demand.</summary>
public sealed class WaitTests : ProtocolTest
{
    private static readonly TimeSpan _long = TimeSpan.FromDays(1);
    // Long enough for a first result on a busy machine.
    private static readonly TimeSpan _short = TimeSpan.FromSeconds(1);

    // The container keeps running: the request that waits for its exit gets no response.
    public WaitTests() => Script.On("POST /containers/*/wait", exchange => exchange.StaySilentAsync());

    [Theory(Timeout = 30_000)]
    [InlineData("GET /containers/*/json")]
    [InlineData("POST /containers/*/wait")]
    [InlineData("HEAD /containers/*/archive")]
    [InlineData("GET /containers/*/logs")]
    [InlineData("POST /containers/*/exec")]
    public async Task An_engine_error_ends_the_wait_at_once(string request)
    {
        if (request.StartsWith("HEAD", StringComparison.Ordinal)) Script.On(request, exchange => exchange.EmptyAsync(500));
        else Script.On("HEAD /containers/*/archive", exchange => exchange.EmptyAsync(404))
            .On(request, exchange => exchange.ErrorAsync(500, "disk on fire"));
        Script.On("GET /exec/*/json", exchange => exchange.JsonAsync(200, """{ "Running": false, "ExitCode": 1 }"""));
        var wait = Wait.All(Wait.ForHealthy(), Wait.ForFile("/never"), Wait.ForLog("never"), Wait.ForCommand("false"));
        // A health check in progress, so that the wait for a healthy container continues.
        if (!request.Contains("json", StringComparison.Ordinal)) Starting();

        (await Container.Awaiting(container => container.WaitForAsync(wait.WithTimeout(_long), Token))
            .Should().ThrowAsync<EngineApiException>())
            .Which.StatusCode.Should().Be(System.Net.HttpStatusCode.InternalServerError);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_server_that_repeats_the_headers_of_an_HTTP_wait_reveals_no_secret()
    {
        const string Secret = "s3cret-token";
        using var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();
        var port = ((IPEndPoint)server.LocalEndpoint).Port;
        Script.On("GET /containers/*/json", exchange => exchange.JsonAsync(200, $$"""
            {
              "State": { "Status": "running" },
              "Config": {},
              "NetworkSettings": { "Ports": { "80/tcp": [{ "HostIp": "127.0.0.1", "HostPort": "{{port}}" }] } }
            }
            """));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var serving = ServeAsync();
        var options = new HttpWaitOptions { Headers = new Dictionary<string, string> { ["Authorization"] = "Bearer " + Secret } };
        var wait = Wait.ForHttp(80, "/", options).WithTimeout(TimeSpan.FromSeconds(2));

        var error = (await Container.Awaiting(container => container.WaitForAsync(wait, Token))
            .Should().ThrowAsync<WaitTimeoutException>()).Which;
        await stop.CancelAsync();
        await serving;

        error.ToString().Should().Contain("status 401 unknown ***").And.NotContain(Secret);

        async Task ServeAsync()
        {
            try
            {
                while (true)
                {
                    using var client = await server.AcceptTcpClientAsync(stop.Token);
                    await client.Client.ReceiveAsync(new byte[4096], stop.Token);
                    var response = $"HTTP/1.1 401 unknown {Secret}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
                    await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(response), stop.Token);
                }
            }
            catch (OperationCanceledException)
            {
                // The wait has ended.
            }
        }
    }

    [Fact(Timeout = 30_000)]
    public async Task An_engine_error_during_a_container_exit_is_reported_as_ContainerExited()
    {
        // The exec fails with an unrelated message, before the wait request reports the exit.
        var exited = new TaskCompletionSource();
        Script.On("POST /containers/*/exec", exchange =>
        {
            Script.On("GET /containers/*/json", inspect =>
                inspect.JsonAsync(200, """{ "State": { "Status": "exited", "ExitCode": 6 } }"""));
            exited.TrySetResult();
            return exchange.ErrorAsync(500, "container state improper");
        }).On("POST /containers/*/wait", async exchange =>
        {
            await exited.Task.WaitAsync(exchange.StopToken);
            await Task.Delay(300, exchange.StopToken);
            await exchange.JsonAsync(200, """{ "StatusCode": 6 }""");
        });

        (await Container.Awaiting(container => container.WaitForAsync(Wait.ForCommand("true"), Token))
            .Should().ThrowAsync<ContainerExitedException>()).Which.ExitCode.Should().Be(6);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_process_that_could_not_be_started_during_a_removal_does_not_end_a_port_wait()
    {
        // Docker 28.5 with runc, while another client removes the container.
        var removed = new TaskCompletionSource();
        Script.On("GET /containers/*/json", exchange => removed.Task.IsCompleted
                ? exchange.ErrorAsync(404, "No such container: c0ffee")
                : exchange.JsonAsync(200, """{ "State": { "Status": "running" }, "NetworkSettings": {} }"""))
            .On("POST /exec/*/start", async exchange =>
            {
                await exchange.UpgradeAsync();
                const string Failure = "OCI runtime exec failed: exec failed: unable to start container process: procReady not received";
                await exchange.Connection.WriteAsync(HealthyEngine.Frame(1, Failure + "\r\n"), exchange.StopToken);
            })
            .On("GET /exec/*/json", exchange =>
            {
                removed.TrySetResult();
                return exchange.JsonAsync(200, """{ "ID": "e0", "Running": false, "ExitCode": 128, "Pid": 0 }""");
            })
            .On("POST /containers/*/wait", async exchange =>
            {
                await removed.Task.WaitAsync(exchange.StopToken);
                await Task.Delay(300, exchange.StopToken);
                await exchange.JsonAsync(200, """{ "StatusCode": 137 }""");
            });

        await Container.Awaiting(container => container.WaitForAsync(Wait.ForPort(80), Token))
            .Should().ThrowAsync<ContainerNotFoundException>();
    }

    [Fact(Timeout = 30_000)]
    public async Task A_completed_wait_leaves_no_request_in_flight()
    {
        var (watchStarted, watchEnded, logEnded) = (new TaskCompletionSource(), new TaskCompletionSource(), new TaskCompletionSource());
        Script.On("POST /containers/*/wait", async exchange =>
        {
            watchStarted.SetResult();
            await exchange.StaySilentAsync();
            watchEnded.SetResult();
        }).On("GET /containers/*/logs", async exchange =>
        {
            // A wait that completes before its watch request is sent never sends that request.
            await watchStarted.Task;
            await exchange.StartChunkedAsync("application/vnd.docker.multiplexed-stream");
            await exchange.ChunkAsync(HealthyEngine.Frame(1, "ready\n"));
            await exchange.StaySilentAsync();
            logEnded.SetResult();
        });

        await Container.WaitForAsync(Wait.ForLog("ready"), Token);

        await Task.WhenAll(watchEnded.Task, logEnded.Task).WaitAsync(Token);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_dropped_idle_connection_does_not_end_the_wait()
    {
        var drops = 0;
        Starting();
        Script.On("POST /containers/*/wait", exchange =>
        {
            exchange.Close();
            if (++drops < 3) return Task.CompletedTask;
            Healthy();
            return exchange.StaySilentAsync();
        });

        await Container.WaitForAsync(Wait.ForHealthy(), Token);

        drops.Should().Be(3);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_log_wait_matches_a_last_line_without_a_line_end()
    {
        Script.On("GET /containers/*/logs", exchange =>
            exchange.RespondAsync(200, "application/vnd.docker.multiplexed-stream",
                HealthyEngine.Frame(2, "not yet\nready, without a line end")));

        await Container.WaitForAsync(Wait.ForLog("ready"), Token);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_log_that_ends_before_the_engine_reports_the_exit_is_not_read_again()
    {
        var inspects = 0;
        Script.On("GET /containers/*/json", exchange => exchange.JsonAsync(200, ++inspects < 5
            ? """{ "State": { "Status": "running", "StartedAt": "2026-01-02T03:04:05Z" } }"""
            : """
                {
                  "State": {
                    "Status": "exited", "ExitCode": 4, "StartedAt": "2026-01-02T03:04:05Z", "FinishedAt": "2026-01-02T03:04:06Z"
                  }
                }
                """));

        (await Container.Awaiting(container => container.WaitForAsync(Wait.ForLog("never"), Token))
            .Should().ThrowAsync<ContainerExitedException>()).Which.ExitCode.Should().Be(4);

        Script.Requests.Count(request => request.Query.Contains("follow=1", StringComparison.Ordinal)).Should().Be(1);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_failed_inspect_does_not_hide_the_wait_timeout()
    {
        Script.On("HEAD /containers/*/archive", exchange => exchange.EmptyAsync(404))
            .On("GET /containers/*/json", exchange => exchange.ErrorAsync(500, "disk on fire"));

        var failure = await Container.Awaiting(container =>
            container.WaitForAsync(Wait.ForFile("/never").WithTimeout(_short), Token))
            .Should().ThrowAsync<WaitTimeoutException>();

        (failure.Which.LastResult, failure.Which.LogTail, failure.Which.Timeout).Should().Be(("not there", "", _short));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_wait_timeout_message_contains_the_container_state_the_health_check_output_and_the_log()
    {
        Script.On("HEAD /containers/*/archive", exchange => exchange.EmptyAsync(404));
        Script.On("GET /containers/*/json", exchange => exchange.JsonAsync(200, """
            {
              "RestartCount": 3,
              "State": {
                "Status": "restarting", "ExitCode": "139", "OOMKilled": true, "Error": "no such device",
                "Health": { "Status": "starting", "Log": [{ "ExitCode": 0, "Output": "early" }, { "ExitCode": 2, "Output": "refused\n" }] }
              }
            }
            """));

        var failure = await Container.Awaiting(container =>
            container.WaitForAsync(Wait.ForFile("/never").WithTimeout(_short), Token))
            .Should().ThrowAsync<WaitTimeoutException>();

        failure.Which.Message.Should()
            .Contain("State: restarting, exit code 139 (SIGSEGV), out of memory, restarted 3 times, "
                + "error: no such device, health: starting.")
            .And.Contain("health check:\n  exit code 2\n  refused\n").And.Contain("log:\n  logged\n").And.NotContain("early");
    }

    private void Starting() => Health("starting");

    private void Healthy() => Health("healthy");

    private void Health(string status) => Script.On("GET /containers/*/json", exchange => exchange.JsonAsync(200,
        $$"""
        {
          "State": { "Status": "running", "Health": { "Status": "{{status}}" } },
          "Config": { "Healthcheck": { "Test": ["CMD", "true"] } }
        }
        """));
}
