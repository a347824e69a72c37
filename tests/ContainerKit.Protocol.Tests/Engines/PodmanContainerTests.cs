using System.Text;
using ContainerKit.Protocol.Tests.Support;

namespace ContainerKit.Protocol.Tests.Engines;

/// <summary>Operations of containers on Podman, whose responses differ from Docker's.</summary>
public sealed class PodmanContainerTests : PodmanTest
{
    private const string Improper = "container state improper";

    [Fact(Timeout = 30_000)]
    public async Task A_response_that_is_not_JSON_is_ignored_where_no_response_is_needed()
    {
        Script.On("POST /networks/app/*", exchange => exchange.RespondAsync(200, "text/plain", Encoding.UTF8.GetBytes("OK\n")))
            .On("POST /images/*/tag", exchange => exchange.RespondAsync(201, "text/plain", Encoding.UTF8.GetBytes("\n")))
            .On("POST /containers/*/pause", exchange => exchange.RespondAsync(200, "text/plain", Encoding.UTF8.GetBytes("OK\n")));

        await Container.ConnectAsync("app", Token);
        await Container.DisconnectAsync("app", Token);
        await Container.PauseAsync(Token);
        var tagged = await Image.Local("app").Tag("copy:1").On(Engine).ExecuteAsync(Token);

        tagged.Reference.ToString().Should().Be("copy:1");
    }

    [Theory(Timeout = 30_000)]
    [InlineData("stop", "container c0ffee is running or paused, refusing to clean up: " + Improper)]
    [InlineData("restart", "unable to restart a container in a paused or unknown state: " + Improper)]
    public async Task A_paused_container_is_unpaused_before_a_stop_or_a_restart(string verb, string message)
    {
        var isPaused = true;
        Script.On("POST /containers/*/" + verb, exchange =>
                isPaused ? ErrorAsync(exchange, 500, Improper, message) : exchange.EmptyAsync())
            .On("POST /containers/*/unpause", exchange =>
            {
                isPaused = false;
                return exchange.EmptyAsync();
            });

        await (verb == "stop" ? Container.StopAsync(TimeSpan.Zero, Token) : Container.RestartAsync(TimeSpan.Zero, Token));

        Script.Requests.Select(request => request.Path.Split('/')[^1]).Should().Equal(verb, "unpause", verb);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_stop_with_a_signal_is_a_kill_and_a_wait_although_the_API_version_has_the_parameter()
    {
        UseVersion("5.8.6", "1.44");
        Script.On("POST /containers/*/kill", exchange => exchange.EmptyAsync())
            .On("POST /containers/*/stop", exchange => exchange.EmptyAsync());

        await Container.StopAsync("USR1", TimeSpan.FromSeconds(5), Token);

        Script.Requests.Select(request => $"{request.Path.Split('/')[^1]}?{request.Query}")
            .Should().Equal("kill?signal=USR1", "wait?", "stop?t=0");
    }

    [Fact(Timeout = 30_000)]
    public async Task A_stop_with_a_signal_of_an_exited_container_sends_no_second_request()
    {
        Script.On("POST /containers/*/kill", exchange => ErrorAsync(
            exchange, 500, Improper, $"can only kill running containers. c0ffee is in state exited: {Improper}"));

        await Container.StopAsync("USR1", TimeSpan.FromSeconds(5), Token);

        Script.Requests.Should().ContainSingle();
    }

    [Theory(Timeout = 30_000)]
    [InlineData("4.3.1", "\"StopTimeout\":10")]
    [InlineData("5.4.2", "")]
    public async Task A_container_of_Podman_4_gets_a_stop_timeout_because_its_default_is_zero(string version, string expected)
    {
        UseVersion(version);

        await using var container = await Run("sleep", "infinity").ExecuteAsync(Token);

        var body = Script.Requests.Single(request => request.Path == "/containers/create").Body;
        if (expected.Length > 0) body.Should().Contain(expected);
        else body.Should().NotContain("StopTimeout");
    }

    [Fact(Timeout = 30_000)]
    public async Task Stats_are_the_second_reading_of_the_stream_because_the_first_has_no_CPU_usage()
    {
        Script.On("GET /containers/*/stats", exchange => exchange.LinesAsync(
            Reading("2026-11-27T11:50:46.707561771Z", "0001-01-01T00:00:00Z", 1000, 0, 0),
            Reading("2026-11-27T11:50:51.707561771Z", "2026-11-27T11:50:46.707561771Z", 3000, 1000, 8000)));

        var stats = await Container.StatsAsync(Token);

        stats.CpuPercent.Should().Be(50);
        Script.Requests.Should().ContainSingle().Which.Query.Should().Be("stream=1");

        static string Reading(string read, string before, int used, int usedBefore, int system) =>
            $$$"""{"read":"{{{read}}}","preread":"{{{before}}}","""
            + $$$""" "cpu_stats":{"cpu_usage":{"total_usage":{{{used}}} },"system_cpu_usage":16000,"online_cpus":2},"""
            + $$$""" "precpu_stats":{"cpu_usage":{"total_usage":{{{usedBefore}}} },"system_cpu_usage":{{{system}}} }}""";
    }

    [Fact(Timeout = 30_000)]
    public async Task Processes_in_a_single_column_are_split_by_the_titles()
    {
        UseVersion("4.3.1");
        Script.On("GET /containers/*/top", exchange => exchange.JsonAsync(
            200, """{"Processes":[["1 root     sleep 300"]],"Titles":["PID   USER     COMMAND"]}"""));

        var process = (await Container.TopAsync(["-e"], Token)).Should().ContainSingle().Subject;

        process.Pid.Should().Be(1);
        process.User.Should().Be("root");
        process.Command.Should().Be("sleep 300");
    }

    [Fact(Timeout = 30_000)]
    public async Task An_update_that_the_engine_does_not_know_is_not_reported_as_a_missing_container()
    {
        UseVersion("4.3.1");
        Script.On("POST /containers/*/update", exchange => exchange.RespondAsync(404, "text/plain", Encoding.UTF8.GetBytes("Not Found\n")));

        var failure = await FluentActions.Awaiting(() => Container.UpdateAsync(new ContainerUpdate { CpuShares = 512 }, Token))
            .Should().ThrowAsync<EngineApiException>();

        failure.Which.Message.Should().Contain("does not support the operation");
    }

    [Theory(Timeout = 30_000)]
    [InlineData("running", ContainerState.Running)]
    [InlineData("stopped", ContainerState.Exited)]
    [InlineData("stopping", ContainerState.Running)]
    [InlineData("initialized", ContainerState.Created)]
    [InlineData("configured", ContainerState.Created)]
    [InlineData("dreaming", ContainerState.Unknown)]
    public async Task States_of_Podman_are_read_as_those_of_Docker(string status, ContainerState expected)
    {
        Script.On("GET /containers/*/json", exchange => exchange.JsonAsync(200,
            $$$"""
            {"Id":"{{{HealthyEngine.ContainerId}}}","Name":"/app","Image":"{{{new string('b', 64)}}}","State":{"Status":"{{{status}}}" },
             "Config":{"Image":"docker.io/library/app:latest","StopSignal":"2"}}
            """));

        var details = await Container.InspectAsync(Token);

        details.State.Should().Be(expected);
        details.Image.Should().Be("app:latest");
        details.ImageId.Should().Be("sha256:" + new string('b', 64));
        details.StopSignal.Should().Be("SIGINT");
    }

    [Fact(Timeout = 30_000)]
    public async Task A_wait_for_a_container_that_was_never_started_returns_0()
    {
        Script.On("POST /containers/*/wait", exchange => exchange.JsonAsync(200, """{"StatusCode":-1,"Error":null}"""));

        (await Container.WaitAsync(Token)).Should().Be(0);
    }

    [Fact(Timeout = 30_000)]
    public async Task The_published_port_of_an_exited_container_is_not_returned()
    {
        Script.On("GET /containers/*/json", exchange => exchange.JsonAsync(200, $$$"""
            {"Id":"{{{HealthyEngine.ContainerId}}}","Name":"/app","State":{"Status":"exited","Running":false,"ExitCode":1},
             "Config":{"Image":"app"},"NetworkSettings":{"Ports":{"80/tcp":[{"HostIp":"127.0.0.1","HostPort":"8080"}]} } }
            """));

        await FluentActions.Awaiting(() => Container.GetPublishedPortAsync(80, Token))
            .Should().ThrowAsync<InvalidOperationException>().WithMessage("*not running*");
    }

    [Fact(Timeout = 30_000)]
    public async Task A_create_with_a_taken_name_throws_NameConflictException()
    {
        Script.On("POST /containers/create", exchange => ErrorAsync(exchange, 500, "that name is already in use",
            "creating container storage: the container name \\\"web\\\" is already in use by c0ffee. "
            + "You have to remove that container to be able to reuse that name: that name is already in use"));

        await FluentActions.Awaiting(() => Image.Local("app").Run(new ContainerSpec { Name = "web" }).On(Engine).ExecuteAsync(Token))
            .Should().ThrowAsync<NameConflictException>();
    }

    [Fact(Timeout = 30_000)]
    public async Task A_rename_to_a_taken_name_throws_NameConflictException()
    {
        Script.On("POST /containers/*/rename", exchange => ErrorAsync(
            exchange, 500, "constraint failed", "updating container: UNIQUE constraint failed: ContainerConfig.Name"));

        await FluentActions.Awaiting(() => Container.RenameAsync("web", Token)).Should().ThrowAsync<NameConflictException>();
    }

    [Fact(Timeout = 30_000)]
    public async Task A_run_on_a_missing_network_throws_NetworkNotFoundException()
    {
        Script.On("POST /containers/create", exchange => ErrorAsync(exchange, 500, "network not found",
            "unable to find network with name or ID nowhere: network not found"));

        var plan = Image.Local("app").Run(new ContainerSpec { Networks = ["nowhere"] }).On(Engine);

        await FluentActions.Awaiting(() => plan.ExecuteAsync(Token))
            .Should().ThrowAsync<NetworkNotFoundException>();
    }

    [Fact(Timeout = 30_000)]
    public async Task An_attach_to_an_exited_container_is_not_sent_because_it_would_reset_the_exit_code()
    {
        Script.On("GET /containers/*/json", exchange => exchange.JsonAsync(200,
            $$$"""
            {"Id":"{{{HealthyEngine.ContainerId}}}","Name":"/app","State":{"Status":"exited","Running":false,"ExitCode":4},
             "Config":{"Image":"app"}}
            """));
        await Engine.ConnectAsync(Token);

        var failure = await FluentActions.Awaiting(() => Container.AttachAsync(Token)).Should().ThrowAsync<ContainerExitedException>();

        failure.Which.ExitCode.Should().Be(4);
        Sent.Should().NotContain(request => request.EndsWith("/attach"));
    }

    [Fact(Timeout = 30_000)]
    public async Task The_input_of_a_container_with_StdinOnce_can_be_closed_although_the_engine_hides_the_option()
    {
        Script.On("GET /containers/*/json", exchange => exchange.JsonAsync(200,
                $$$"""
                {"Id":"{{{HealthyEngine.ContainerId}}}","Name":"/app","State":{"Status":"running","Running":true},
                 "Config":{"Image":"app","OpenStdin":true,"StdinOnce":false}}
                """))
            .On("POST /containers/*/attach", async exchange =>
            {
                await exchange.UpgradeAsync();
                // Ends the output when the client has closed the input.
                while (await exchange.Connection.ReadAsync(new byte[16], exchange.StopToken) > 0) continue;
            });
        var spec = new ContainerSpec("cat") { OpenStdin = true, StdinOnce = true };
        await using var container = await Image.Local("app").Run(spec).On(Engine).ExecuteAsync(Token);
        await using var terminal = await container.AttachAsync(Token);

        await terminal.CloseInputAsync(Token);

        await terminal.ExpectEndAsync(Token);
    }

    [Theory(Timeout = 30_000)]
    [InlineData("container c0ffee does not exist in database: no such container")]
    [InlineData("container has already been removed")]
    public async Task A_wait_for_a_container_that_is_removed_meanwhile_throws_ContainerNotFoundException(string message)
    {
        Script.On("POST /containers/*/wait", exchange => exchange.JsonAsync(
            200, $$$"""{"StatusCode":-1,"Error":{"Message":"{{{message}}}"} }"""));

        await FluentActions.Awaiting(() => Container.WaitAsync(Token)).Should().ThrowAsync<ContainerNotFoundException>();
    }

    [Fact(Timeout = 30_000)]
    public async Task A_container_that_has_just_exited_has_no_address_and_no_ports()
    {
        Script.On("GET /containers/*/json", exchange => exchange.JsonAsync(200, $$$"""
            {"Id":"{{{HealthyEngine.ContainerId}}}","Name":"/app","State":{"Status":"exited","ExitCode":1},"Config":{"Image":"app"},
             "NetworkSettings":{"Ports":{"80/tcp":[{"HostIp":"127.0.0.1","HostPort":"8080"}]},
              "Networks":{"bridge":{"IPAddress":"10.88.2.27","NetworkID":"n"} } } }
            """));

        var details = await Container.InspectAsync(Token);

        details.IPAddress.Should().BeNull();
        details.Ports.Should().BeEmpty();
        details.Networks.Keys.Should().Equal("bridge");
    }

    [Fact(Timeout = 30_000)]
    public async Task Containers_are_listed_by_their_creation_time_newest_first()
    {
        var items = $"[{Item('a', 10)},{Item('b', 20)},{Item('c', 20)},{Item('d', 5)}]";
        Script.On("GET /containers/json", exchange => exchange.JsonAsync(200, items));

        var containers = await Engine.ListContainersAsync(new ContainerFilter { All = true }, Token);

        containers.Select(container => container.Id[0]).Should().Equal('c', 'b', 'a', 'd');

        static string Item(char digit, int created) =>
            $$"""{"Id":"{{new string(digit, 64)}}","Names":["/{{digit}}1"],"Image":"app","State":"running","Created":{{created}}}""";
    }
}
