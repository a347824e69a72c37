using System.Text.Json;
using ContainerKit.Protocol.Tests.Support;

namespace ContainerKit.Protocol.Tests.Cleanup;

/// <summary>A plan that cannot remove an intermediate resource. It fails without a result, so it removes the result too.</summary>
public sealed class IntermediateCleanupTests : ProtocolTest
{
    private const string Builder = "b0000000000000000000000000000000000000000000000000000000000000b0";
    private const string Result = "r0000000000000000000000000000000000000000000000000000000000000r0";

    private readonly List<string> _removed = [];

    protected override DockerEngineOptions Options => base.Options with { CleanupTimeout = TimeSpan.FromSeconds(4) };

    [Fact(Timeout = 30_000)]
    public async Task A_plan_that_cannot_remove_an_intermediate_container_removes_its_result()
    {
        SetContainers();

        var error = (await FluentActions.Awaiting(() => Committed().ExecuteAsync(Token))
            .Should().ThrowAsync<CleanupFailedException>()).Which;

        _removed.Should().ContainSingle().Which.Should().Be(Result);
        error.RemainingResources.Should().Equal("container builder (b00000000000)");
        error.RemovedResources.Should().Equal("container result (r00000000000)");
        error.InnerException.Should().BeOfType<EngineApiException>();
        error.Message.Should().Contain("device or resource busy").And.Contain("completed, but")
            .And.Contain("returned no result. Names that it gave to images remain");
        Script.Requests.Should().NotContain(request => request.Method == "DELETE" && request.Path.StartsWith("/images"));
    }

    [Fact(Timeout = 30_000)]
    public async Task KeepOnFailure_keeps_and_reports_the_result_of_a_plan_whose_cleanup_fails()
    {
        SetContainers();

        var error = (await FluentActions.Awaiting(() => Committed().KeepOnFailure().ExecuteAsync(Token))
            .Should().ThrowAsync<CleanupFailedException>()).Which;

        _removed.Should().BeEmpty();
        error.RemainingResources.Should().Equal("container builder (b00000000000)", "container result (r00000000000)");
        error.Message.Should().Contain("Kept because of KeepOnFailure: container result");
    }

    [Fact(Timeout = 30_000)]
    public async Task A_network_used_by_a_removed_result_is_removed_too()
    {
        SetContainers();
        Script.On("POST /networks/create", exchange => exchange.JsonAsync(201, """{ "Id": "n0" }"""));
        Script.On("DELETE /networks/*", exchange => RemoveAsync(exchange, "n0"));
        var plan = Network.Create("net").Then(network => Committed(new ContainerSpec { Name = "result", Networks = [network] })).On(Engine);

        var error = (await FluentActions.Awaiting(() => plan.ExecuteAsync(Token)).Should().ThrowAsync<CleanupFailedException>()).Which;

        _removed.Should().Equal(Result, "n0");
        error.RemainingResources.Should().Equal("container builder (b00000000000)");
    }

    private ContainerPlan Committed() => Committed(new ContainerSpec { Name = "result" });

    private ContainerPlan Committed(ContainerSpec result) =>
        Image.Local("app").Run(new ContainerSpec { Name = "builder" }).Commit("my:1").Run(result).On(Engine);

    /// <summary>Lets the engine create containers, of which the first one cannot be removed.</summary>
    private void SetContainers()
    {
        Script.On("GET /images/my:1/json", exchange => exchange.ErrorAsync(404, "No such image"));
        Script.On("POST /containers/create", exchange =>
        {
            var id = exchange.Request.Query.Contains("builder") ? Builder : Result;
            return exchange.JsonAsync(201, JsonSerializer.Serialize(new { Id = id }));
        });
        Script.On("DELETE /containers/*", exchange => exchange.Request.Path.EndsWith(Builder)
            ? exchange.ErrorAsync(500, "device or resource busy")
            : RemoveAsync(exchange, Result));
    }

    private Task RemoveAsync(Exchange exchange, string id)
    {
        _removed.Add(id);
        return exchange.EmptyAsync();
    }
}
