using System.Text.Json;
using ContainerKit.Protocol.Tests.Support;
using ContainerKit.Swarm;

namespace ContainerKit.Protocol.Tests.Swarms;

/// <summary>The output of jobs, and the texts of an engine about them.</summary>
public sealed class JobOutputTests : ProtocolTest
{
    private const string Secret = "s3cret-value";

    protected override DockerEngineOptions Options => base.Options with { MaximumOutputLength = 1000 };

    [Fact(Timeout = 30_000)]
    public async Task Output_of_a_task_that_is_longer_than_the_limit_is_an_output_error()
    {
        Script.On("POST /services/create", exchange => exchange.JsonAsync(201, """{ "ID": "s0" }"""));
        Script.On("GET /nodes", exchange => exchange.JsonAsync(200, """[ { "ID": "n" } ]"""));
        Script.On("GET /services", exchange => exchange.JsonAsync(200, "[]"));
        Script.On("DELETE /services/*", exchange => exchange.EmptyAsync(200));
        Script.On("GET /tasks", exchange => exchange.JsonAsync(200,
            """
            [ { "ID": "t", "ServiceID": "s0", "NodeID": "n", "DesiredState": "complete",
                "Status": { "State": "complete", "ContainerStatus": { "ContainerID": "c" } } } ]
            """));
        Script.On("GET /tasks/*/logs", async exchange =>
        {
            await exchange.StartChunkedAsync("application/vnd.docker.multiplexed-stream");
            // Without an end: only the limit ends the reading.
            while (true) await exchange.ChunkAsync(HealthyEngine.Frame(1, new string('x', 100)));
        });

        var result = await Image.Local("app").RunJob(new JobSpec([new JobTask("true")]) { Service = Spec() }).On(Engine)
            .ExecuteAsync(Token);

        result.Tasks.Single().OutputError.Should().Contain("more than 1,000 bytes").And.Contain("MaximumOutputLength");
        result.Tasks.Single().Stdout.Should().BeEmpty();
    }

    [Fact(Timeout = 30_000)]
    public async Task Variables_that_Customize_adds_to_a_service_are_in_no_message_and_no_log()
    {
        Script.On("POST /services/create", exchange => exchange.ErrorAsync(400, "invalid: " + exchange.Request.Body));
        var spec = Spec() with
        {
            Customize = json => json["TaskTemplate"]!["ContainerSpec"]!["Env"]!.AsArray().Add($"PASSWORD={Secret}"),
        };

        var error = (await FluentActions.Awaiting(() => Image.Local("app").Deploy("web", spec).On(Engine).ExecuteAsync(Token))
            .Should().ThrowAsync<EngineApiException>()).Which;

        Script.Requests.Single(request => request.Path == "/services/create").Body.Should().Contain(Secret);
        error.ToString().Should().Contain("***").And.NotContain(Secret);
        Logs.Lines.Should().NotContain(line => line.Contains(Secret));
    }

    [Fact(Timeout = 30_000)]
    public async Task Line_breaks_of_a_registry_forge_no_log_line()
    {
        Script.On("GET /distribution/*/json", exchange => exchange.ErrorAsync(401, "denied\n[Critical] forged\e[2J"));
        Script.On("POST /services/create", exchange => exchange.JsonAsync(201, """{ "ID": "s0" }"""));

        await Image.Local("app").Deploy("web", Spec() with { ResolveImage = true, Detach = true }).On(Engine).ExecuteAsync(Token);

        Logs.Lines.Should().ContainSingle(line => line.Contains("each node uses the image"))
            .Which.Should().NotContain("\n[Critical]").And.NotContain("\e").And.Contain(@"denied\n[Critical] forged\x1b[2J");
    }

    [Fact]
    public void Null_characters_in_an_update_are_refused_by_the_name_of_the_variable()
    {
        var variables = new Dictionary<string, string?> { ["PASSWORD"] = Secret + "\0", ["OLD"] = null };
        var create = () => new ServiceUpdate { Environment = variables };

        create.Should().Throw<ArgumentException>().Which.Message.Should().Contain("'PASSWORD'").And.NotContain(Secret);
        JsonSerializer.Serialize(new ServiceUpdate { Labels = new Dictionary<string, string?> { ["a"] = null } }.Labels)
            .Should().Be("""{"a":null}""");
    }

    private static ServiceSpec Spec() => new() { ResolveImage = false };
}
