using ContainerKit.Protocol.Tests.Support;

namespace ContainerKit.Protocol.Tests.Containers;

public sealed class FindTests : ProtocolTest
{
    [Fact(Timeout = 30_000)]
    public async Task Find_sends_one_request_and_its_handle_removes_nothing()
    {
        await using (var found = await Container.Find("app").On(Engine).ExecuteAsync(Token))
        {
            (found.Id, found.Name, found.IsOwned).Should().Be((HealthyEngine.ContainerId, "app", false));
        }

        Script.Requests.Should().ContainSingle().Which.Path.Should().Be("/containers/app/json");
    }

    [Theory(Timeout = 30_000)]
    [InlineData(500, "Multiple IDs found with provided prefix: c0")]
    [InlineData(400, "multiple IDs found with provided prefix: c0")]
    [InlineData(409, "more than one result for container name or ID c0: ambiguous")]
    public async Task An_ambiguous_container_id_is_explained_for_every_known_engine_error(int status, string message)
    {
        Script.On("GET /containers/*/json", exchange => exchange.ErrorAsync(status, message))
            .On("GET /containers/json", exchange =>
                exchange.JsonAsync(200, """
                    [
                      { "Id": "c0ffee", "Names": ["/a"], "State": "running" },
                      { "Id": "c0de", "Names": ["/b/c", "/b"], "State": "exited" },
                      { "Id": "d0" }
                    ]
                    """));

        var failure = await FluentActions.Awaiting(() => Engine.FindContainerAsync("c0", Token))
            .Should().ThrowAsync<AmbiguousContainerException>();

        failure.Which.Message.Should()
            .Be("'c0' matches 2 containers: a (c0ffee, running), b (c0de, exited). Use more digits of the id, or the name.");
    }

    [Fact(Timeout = 30_000)]
    public async Task A_missing_container_throws_ContainerNotFound_even_if_the_container_list_fails()
    {
        Script.On("GET /containers/*/json", exchange => exchange.ErrorAsync(404, "No such container: web"))
            .On("GET /containers/json", exchange => exchange.ErrorAsync(500, "out of order"));

        await FluentActions.Awaiting(() => Engine.FindContainerAsync("web", Token))
            .Should().ThrowAsync<ContainerNotFoundException>().WithMessage("The engine has no container 'web'.*");
    }

    [Theory(Timeout = 30_000)]
    [InlineData("[]", 0)]
    [InlineData("null", 0)]
    [InlineData("{}", 0)]
    [InlineData(
        """
        [
          {}, null,
          {
            "Id": 7, "Names": null, "Created": -1, "NetworkSettings": [], "Mounts": {}, "Status": "Exited (99999999999)",
            "Ports": [
              null, {}, { "PrivatePort": 99999, "Type": "tcp" }, { "PrivatePort": 80, "PublicPort": 70000, "Type": "tcp" }
            ]
          }
        ]
        """, 3)]
    public async Task Unexpected_values_in_a_container_list_are_read_as_absent(string json, int count)
    {
        Script.On("GET /containers/json", exchange => exchange.JsonAsync(200, json));

        var list = await Engine.ListContainersAsync(Token);

        list.Should().HaveCount(count);
        foreach (var container in list)
            container.Should().BeEquivalentTo(new
            {
                State = ContainerState.Unknown,
                Ports = Array.Empty<PublishedPort>(),
                ExposedPorts = Array.Empty<ExposedPort>(),
                ExitCode = default(int?),
            });
    }

    [Fact(Timeout = 30_000)]
    public async Task A_container_image_given_as_a_bare_id_becomes_the_image_reference()
    {
        var id = new string('a', 64);
        Script.On("GET /containers/*/json", exchange =>
            exchange.JsonAsync(200, $$"""{ "Id": "c0ffee", "Name": "/web", "Config": { "Image": "{{id}}" } }"""));

        (await Engine.FindContainerAsync("web", Token)).Image.ToString().Should().Be(id);
    }
}
