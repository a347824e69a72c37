using System.Net;
using System.Net.Sockets;
using ContainerKit.Protocol.Tests.Support;

namespace ContainerKit.Protocol.Tests.Waiting;

/// <summary>Waits for a container that restarts: its log, its port and the end of its runs.</summary>
public sealed class WaitRestartTests : ProtocolTest
{
    // The container keeps running: the request that waits for its exit gets no response.
    public WaitRestartTests() => Script.On("POST /containers/*/wait", exchange => exchange.StaySilentAsync());

    [Fact(Timeout = 30_000)]
    public async Task A_log_wait_after_a_restart_reads_from_between_the_exit_and_the_new_start()
    {
        Script.On("GET /containers/*/json", exchange => exchange.JsonAsync(200,
            State("running", finishedAt: "2026-01-02T03:04:05.200Z", startedAt: "2026-01-02T03:04:05.600Z")));

        await Container.WaitForAsync(Wait.ForLog("logged"), Token);

        Script.Requests.Single(request => request.Path.EndsWith("/logs", StringComparison.Ordinal)).Query
            .Should().EndWith("&since=1767323045.400");
    }

    [Fact(Timeout = 30_000)]
    public async Task A_log_wait_reads_the_whole_log_of_a_run_that_exited_before_its_recorded_start()
    {
        Script.On("GET /containers/*/json", exchange => exchange.JsonAsync(200,
            State("exited", finishedAt: "2026-01-02T03:04:05.200Z", startedAt: "2026-01-02T03:04:05.201Z")));

        await Container.WaitForAsync(Wait.ForLog("logged"), Token);

        Script.Requests.Single(request => request.Path.EndsWith("/logs", StringComparison.Ordinal)).Query.Should().NotContain("since=");
    }

    [Fact(Timeout = 30_000)]
    public async Task An_exited_container_that_its_restart_policy_restarts_does_not_end_the_wait()
    {
        var (inspects, exits, isRestarted) = (0, 0, false);
        Script
            .On("POST /containers/*/wait", exchange =>
                ++exits == 1 ? exchange.JsonAsync(200, """{ "StatusCode": 5 }""") : exchange.StaySilentAsync())
            .On("HEAD /containers/*/archive", exchange => exchange.EmptyAsync(isRestarted ? 200 : 404))
            .On("GET /containers/*/json", exchange =>
            {
                isRestarted = ++inspects > 3;
                return exchange.JsonAsync(200, isRestarted ? """{ "State": { "Status": "running" } }"""
                    : Exited(5, "on-failure", maximum: 0));
            });

        await Container.WaitForAsync(Wait.ForFile("/ready"), Token);

        exits.Should().BeLessThanOrEqualTo(2);
    }

    [Theory(Timeout = 30_000)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_container_that_restarts_again_and_again_does_not_end_the_wait_as_exited(bool isLog)
    {
        var inspects = 0;
        // Podman reports a container as exited between two runs, and each run is too short to be seen.
        Script.On("POST /containers/*/wait", exchange => exchange.JsonAsync(200, """{ "StatusCode": 5 }"""))
            .On("HEAD /containers/*/archive", exchange => exchange.EmptyAsync(404))
            .On("GET /containers/*/json", exchange => exchange.JsonAsync(200, Exited(5, "always", maximum: 0, restarts: ++inspects)));
        // Longer than the time for which a restart is expected.
        var wait = (isLog ? Wait.ForLog("ready") : Wait.ForFile("/ready")).WithTimeout(TimeSpan.FromSeconds(4));

        await Container.Awaiting(container => container.WaitForAsync(wait, Token)).Should().ThrowAsync<WaitTimeoutException>();

        inspects.Should().BeGreaterThan(1);
    }

    [Theory(Timeout = 30_000)]
    [InlineData(0, "on-failure", 0)]
    [InlineData(5, "on-failure", 2)]
    [InlineData(5, "no", 0)]
    public async Task An_exited_container_that_its_restart_policy_does_not_restart_is_inspected_once(
        int exitCode, string policy, int maximum)
    {
        Script.On("POST /containers/*/wait", exchange => exchange.JsonAsync(200, $$"""{ "StatusCode": {{exitCode}} }"""))
            .On("GET /containers/*/json", exchange => exchange.JsonAsync(200, Exited(exitCode, policy, maximum)));

        await Container.WaitForAsync(Wait.ForExit(ExitCodes.Any), Token);

        Script.Requests.Count(request => request.Path.EndsWith("/json", StringComparison.Ordinal)).Should().Be(1);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_stopped_container_with_restart_policy_always_ends_the_wait()
    {
        // A stopped container is not restarted.
        Script.On("POST /containers/*/wait", exchange => exchange.JsonAsync(200, """{ "StatusCode": 143 }"""))
            .On("HEAD /containers/*/archive", exchange => exchange.EmptyAsync(404))
            .On("GET /containers/*/json", exchange => exchange.JsonAsync(200, Exited(143, "always", maximum: 0)));

        (await Container.Awaiting(container => container.WaitForAsync(Wait.ForFile("/ready"), Token))
            .Should().ThrowAsync<ContainerExitedException>()).Which.ExitCode.Should().Be(143);
    }

    [Fact(Timeout = 30_000)]
    public async Task An_error_before_a_restart_does_not_fail_the_wait()
    {
        var (exited, execs, exits) = (new TaskCompletionSource(), 0, 0);
        Script.On("POST /containers/*/exec", exchange =>
        {
            exited.TrySetResult();
            return ++execs == 1 ? exchange.ErrorAsync(500, "container state improper") : exchange.JsonAsync(201, """{ "Id": "e0" }""");
        }).On("POST /containers/*/wait", async exchange =>
        {
            await exited.Task.WaitAsync(exchange.StopToken);
            if (++exits == 1) await exchange.JsonAsync(200, """{ "StatusCode": 5 }""");
            else await exchange.StaySilentAsync();
        }).On("GET /containers/*/json", async exchange =>
        {
            // An inspect after the exit finds the restarted container.
            while (exited.Task.IsCompleted && exits == 0) await Task.Delay(10, exchange.StopToken);
            await exchange.JsonAsync(200, """{ "State": { "Status": "running" } }""");
        });

        await Container.WaitForAsync(Wait.ForCommand("true"), Token);

        execs.Should().Be(2);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_log_wait_continues_after_a_restart()
    {
        var inspects = 0;
        Script.On("GET /containers/*/json", exchange => exchange.JsonAsync(200, ++inspects < 9
                ? Exited(5, "always", maximum: 0)
                : State("running", finishedAt: "2026-01-02T03:04:05.200Z", startedAt: "2026-01-02T03:04:05.600Z")))
            .On("GET /containers/*/logs", exchange =>
            {
                var isRestarted = exchange.Request.Query.Contains("since=1767323045.4", StringComparison.Ordinal);
                var frame = HealthyEngine.Frame(1, isRestarted ? "ready\n" : "starting\n");
                return exchange.RespondAsync(200, "application/vnd.docker.multiplexed-stream", frame);
            });

        await Container.WaitForAsync(Wait.ForLog("ready"), Token);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_port_wait_looks_up_the_port_again_after_an_unnoticed_restart()
    {
        // The container restarted between the first inspect and the start of the watch, which waits for the next exit.
        using var server = Listener();
        var closed = Listener();
        var (closedPort, inspects) = (Port(closed), 0);
        closed.Dispose();
        Script.On("GET /containers/*/json", exchange => exchange.JsonAsync(200, $$"""
            {
              "State": { "Status": "running" },
              "Config": {},
              "NetworkSettings": {
                "Ports": { "80/tcp": [{ "HostIp": "127.0.0.1", "HostPort": "{{(++inspects == 1 ? closedPort : Port(server))}}" }] }
              }
            }
            """));
        var serving = ServeAsync();

        await Container.WaitForAsync(Wait.ForHttp(80, "/"), Token);

        await serving;
        (await Container.GetPublishedPortAsync(80, Token)).Port.Should().Be(Port(server));

        static Socket Listener()
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            socket.Listen();
            return socket;
        }

        static int Port(Socket socket) => ((IPEndPoint)socket.LocalEndPoint!).Port;

        async Task ServeAsync()
        {
            using var client = await server.AcceptAsync(Token);
            await client.ReceiveAsync(new byte[1024], Token);
            await client.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"u8.ToArray(), Token);
        }
    }

    private static string Exited(int exitCode, string policy, int maximum, int restarts = 2) => $$"""
        {
          "RestartCount": {{restarts}},
          "State": { "Status": "exited", "ExitCode": {{exitCode}} },
          "HostConfig": { "RestartPolicy": { "Name": "{{policy}}", "MaximumRetryCount": {{maximum}} } }
        }
        """;

    private static string State(string status, string finishedAt, string startedAt) =>
        $$"""{ "State": { "Status": "{{status}}", "FinishedAt": "{{finishedAt}}", "StartedAt": "{{startedAt}}" }, "Config": {} }""";
}
