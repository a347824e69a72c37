using ContainerKit.Protocol.Tests.Support;
using ContainerKit.Swarm;

namespace ContainerKit.Protocol.Tests.Swarms;

/// <summary>Names that address another resource, and responses of a manager or a proxy that no engine sends.</summary>
public sealed class SwarmResponseTests : ProtocolTest
{
    public static TheoryData<string, string> ResponsesWithoutId
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var call in (string[])["find service", "find node", "find secret", "find config", "create secret", "init"])
            {
                foreach (var body in (string[])["{}", "[]", "null", "", """{"ID":""}""", """{"ID":{}}"""]) data.Add(call, body);
            }

            foreach (var call in (string[])["list services", "list nodes", "list secrets", "list configs"]) data.Add(call, "[{}]");
            return data;
        }
    }

    [Theory(Timeout = 30_000)]
    [InlineData("find service", ".")]
    [InlineData("find service", "..")]
    [InlineData("find node", ".")]
    [InlineData("find node", "..")]
    [InlineData("find secret", "..")]
    [InlineData("find config", ".")]
    public async Task A_name_that_addresses_another_resource_throws_an_ArgumentException(string call, string name)
    {
        await FluentActions.Awaiting(() => CallAsync(call, name)).Should().ThrowAsync<ArgumentException>();

        Script.Requests.Should().BeEmpty();
    }

    [Theory(Timeout = 30_000)]
    [MemberData(nameof(ResponsesWithoutId))]
    public async Task A_swarm_response_without_an_id_throws_EngineUnavailable(string call, string body)
    {
        Script.On("GET *", exchange => exchange.JsonAsync(200, body)).On("POST *", exchange => exchange.JsonAsync(200, body));
        Script.On("GET /_ping", exchange => exchange.RespondAsync(200, "text/plain", "OK"u8.ToArray(), "API-Version: 1.41\r\n"));

        (await FluentActions.Awaiting(() => CallAsync(call, "web")).Should().ThrowAsync<EngineUnavailableException>())
            .Which.Message.Should().Contain("its response is invalid: it has no");
    }

    [Fact(Timeout = 30_000)]
    public async Task Repeated_members_and_wrong_types_of_a_swarm_are_read_tolerantly()
    {
        Script.On("GET /swarm", exchange => exchange.JsonAsync(200,
            """
            { "ID": "w", "Version": { "Index": 7 }, "DefaultAddrPool": [1, "10.0.0.0/8"],
              "Spec": { "Labels": { "a": "1", "a": "2", "b": 3 }, "CAConfig": { "ForceRotate": "x" }, "CAConfig": { "ForceRotate": 4 } } }
            """));
        Script.On("GET /nodes", exchange => exchange.JsonAsync(200, """[ { "ID": "n" }, { "ID": "n" } ]"""));
        Script.On("POST /swarm/update", exchange => exchange.EmptyAsync(200));

        var swarm = await Engine.InspectSwarmAsync(Token);
        await Engine.RotateSwarmRootAsync(Token);

        swarm.Labels.Should().BeEquivalentTo(new Dictionary<string, string> { ["a"] = "2" });
        swarm.DefaultAddressPools.Should().Equal("10.0.0.0/8");
        Script.Requests.Single(request => request.Method == "POST").Body.Should().Contain("\"ForceRotate\":5");
    }

    [Theory(Timeout = 30_000)]
    [InlineData("leave", "unlinkat /var/lib/docker/swarm/certificates: directory not empty", "*is not part of a swarm any more*")]
    [InlineData("join", "manager stopped: unable to get current cluster", "*Call it once more.")]
    [InlineData("init", "manager stopped: can't initialize raft node: failed to decrypt WAL", "*Call it once more.")]
    public async Task Remaining_files_of_a_swarm_throw_SwarmStateException(string call, string message, string remedy)
    {
        Script.On("POST *", exchange => exchange.ErrorAsync(500, message));

        (await FluentActions.Awaiting(() => CallAsync(call, "")).Should().ThrowAsync<SwarmStateException>())
            .WithMessage($"Could not *{message}*").WithMessage(remedy);
    }

    [Fact(Timeout = 30_000)]
    public async Task Tasks_of_other_services_are_left_out_if_the_filter_is_ignored()
    {
        Script.On("GET /services/*", exchange => exchange.JsonAsync(200, """{ "ID": "own", "Spec": { "Name": "web" } }"""));
        Script.On("GET /nodes", exchange => exchange.JsonAsync(200, """[ { "ID": "n" } ]"""));
        Script.On("GET /nodes/*", exchange => exchange.JsonAsync(200, """{ "ID": "n", "Description": { "Hostname": "h" } }"""));
        Script.On("GET /tasks", exchange => exchange.JsonAsync(
            200, """[ { "ID": "t1", "ServiceID": "foreign", "NodeID": "n" }, { "ID": "t2", "ServiceID": "own", "NodeID": "other" } ]"""));

        var service = await Engine.FindServiceAsync("web", Token);
        var node = await Engine.FindNodeAsync("h", Token);

        (await service.TasksAsync(Token)).Select(task => task.Id).Should().Equal("t2");
        (await node.TasksAsync(Token)).Select(task => task.Id).Should().Equal("t1");
    }

    [Theory(Timeout = 30_000)]
    [InlineData("cut header")]
    [InlineData("cut frame")]
    [InlineData("wrong type")]
    [InlineData("error")]
    public async Task A_log_that_breaks_off_or_reports_an_error_throws_ServiceLogException(string kind)
    {
        var frame = HealthyEngine.Frame(kind == "error" ? 3 : kind == "wrong type" ? 9 : 1, "com.docker.swarm.task.id=t hello\e[2J\n");
        var body = kind == "cut header" ? frame[..5] : kind == "cut frame" ? frame[..20] : frame;
        Script.On("GET /services/*", exchange => exchange.JsonAsync(200, """{ "ID": "s", "Spec": { "Name": "web" } }"""));
        Script.On("GET /nodes", exchange => exchange.JsonAsync(200, "[]"));
        Script.On("GET /services/*/logs", exchange => exchange.RespondAsync(200, "application/vnd.docker.multiplexed-stream", body));

        var service = await Engine.FindServiceAsync("web", Token);
        var error = (await FluentActions.Awaiting(async () =>
        {
            await foreach (var line in service.LogsAsync(Token)) line.Text.Should().BeEmpty("the log has no complete line");
        }).Should().ThrowAsync<ServiceLogException>()).Which;

        error.Message.Should().NotContain("\e");
    }

    private async Task CallAsync(string call, string name)
    {
        switch (call)
        {
            case "find service":
                await Engine.FindServiceAsync(name, Token);
                break;
            case "find node":
                await Engine.FindNodeAsync(name, Token);
                break;
            case "find secret":
                await Engine.FindSecretAsync(name, Token);
                break;
            case "find config":
                await Engine.FindConfigAsync(name, Token);
                break;
            case "create secret":
                await Engine.CreateSecretAsync(new SecretSpec(name, "content"), Token);
                break;
            case "init":
                await Engine.InitSwarmAsync(Token);
                break;
            case "join":
                await Engine.JoinSwarmAsync(new SwarmJoinSpec("SWMTKN-1-x", "10.0.0.1"), Token);
                break;
            case "leave":
                await Engine.LeaveSwarmAsync(force: true, Token);
                break;
            case "list services":
                await Engine.ListServicesAsync(Token);
                break;
            case "list nodes":
                await Engine.ListNodesAsync(Token);
                break;
            case "list secrets":
                await Engine.ListSecretsAsync(Token);
                break;
            default:
                await Engine.ListConfigsAsync(Token);
                break;
        }
    }
}
