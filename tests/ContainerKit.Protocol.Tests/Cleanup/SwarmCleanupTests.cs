using ContainerKit.Protocol.Tests.Support;
using ContainerKit.Swarm;

namespace ContainerKit.Protocol.Tests.Cleanup;

/// <summary>A proxy in front of the engine that ignores the filters of lists. The objects of others are not removed.</summary>
public sealed class SwarmCleanupTests : ProtocolTest
{
    private const string Services =
        """
        [ { "ID": "foreign", "Spec": { "Name": "foreign", "Labels": { "stage": "production" } } },
          { "ID": "own", "Spec": { "Name": "shop_own", "Labels": { "stage": "test", "com.docker.stack.namespace": "shop" } } } ]
        """;

    public SwarmCleanupTests()
    {
        Script.On("GET /services", exchange => exchange.JsonAsync(200, Services));
        Script.On("GET /services/*", exchange => exchange.JsonAsync(200, """{ "ID": "own", "Spec": { "Name": "shop_own" } }"""));
        Script.On("DELETE /services/*", exchange => exchange.EmptyAsync());
        Script.On("GET /tasks", exchange => exchange.JsonAsync(200, "[]"));
        Script.On("GET /nodes", exchange => exchange.JsonAsync(200, "[]"));
        Script.On("GET /secrets", exchange => exchange.JsonAsync(200, """[ { "ID": "s0", "Spec": { "Name": "foreign" } } ]"""));
        Script.On("GET /configs", exchange => exchange.JsonAsync(200, """[ { "ID": "c0", "Spec": { "Name": "foreign" } } ]"""));
        Script.On("GET /networks", exchange => exchange.JsonAsync(200, """[ { "Id": "n0", "Name": "foreign", "Labels": {} } ]"""));
    }

    private IEnumerable<string> Removals => Script.Requests.Select(request => request.ToString())
        .Where(request => request.StartsWith("DELETE ", StringComparison.Ordinal));

    [Theory(Timeout = 30_000)]
    [InlineData("stage=test")]
    [InlineData("com.docker.stack.namespace")]
    public async Task Removal_of_services_by_a_label_leaves_services_without_the_label(string label)
    {
        (await Engine.RemoveServicesAsync(label, Token)).Should().Equal("shop_own");

        Removals.Should().Equal("DELETE /services/own");
    }

    [Fact(Timeout = 30_000)]
    public async Task Removal_of_a_stack_leaves_the_objects_of_others()
    {
        var stack = await SwarmStack.Find("shop").On(Engine).ExecuteAsync(Token);

        await stack.RemoveAsync(Token);

        Removals.Should().Equal("DELETE /services/own");
    }
}
