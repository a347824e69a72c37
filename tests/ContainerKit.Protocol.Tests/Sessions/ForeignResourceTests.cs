using ContainerKit.Cleanup;
using ContainerKit.Discovery;
using ContainerKit.Protocol.Tests.Support;
using ContainerKit.Sessions;

namespace ContainerKit.Protocol.Tests.Sessions;

/// <summary>The cleanup on an engine that lists resources of others, for example because it does not apply filters.</summary>
public sealed class ForeignResourceTests : ProtocolTest
{
    // An exited process that had the PID of this process.
    private static readonly SessionOwner _owner =
        SessionOwner.This with { IsSessionManaged = true, Start = SessionOwner.This.Start + 1 };

    private static readonly string _session = $"\"{ResourceLabels.Session}\": \"{_owner}\"";
    private static readonly string _generatedName = $"{ResourceLabels.ImageRepository}:{_owner}-0123456789ab";

    public ForeignResourceTests() => Script
        .On("GET /containers/json", exchange => exchange.JsonAsync(200, "[]"))
        .On("GET /networks", exchange => exchange.JsonAsync(200, "[]"))
        .On("GET /volumes", exchange => exchange.JsonAsync(200, """{ "Volumes": [] }"""))
        .On("GET /images/json", exchange => exchange.JsonAsync(200, "[]"))
        .On("DELETE /*", exchange => exchange.EmptyAsync());

    private IEnumerable<string> Removals =>
        Script.Requests.Where(request => request.Method == "DELETE").Select(request => request.ToString());

    [Theory(Timeout = 30_000)]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("""{ "containerkit.session": "" }""")]
    [InlineData("""{ "containerkit.session": "session-1-2-3-4-5-6" }""")]
    [InlineData("""{ "Containerkit.Session": "OWNER" }""")]
    [InlineData("""{ "containerkit.session": "xOWNER" }""")]
    [InlineData("""{ "containerkit.session": ["OWNER"] }""")]
    [InlineData("""["containerkit.session=OWNER"]""")]
    public async Task A_session_removal_removes_no_resource_without_its_exact_label(string labels)
    {
        labels = labels.Replace("OWNER", _owner.ToString());
        Script.On("GET /containers/json", exchange =>
            exchange.JsonAsync(200, $$"""[{ "Id": "f0re1gn", "Names": ["/production-db"], "Labels": {{labels}} }, 7, "text", null]"""));
        Script.On("GET /networks", exchange =>
            exchange.JsonAsync(200, $$"""[{ "Id": "n3tf0re1gn", "Name": "production", "Labels": {{labels}} }]"""));
        Script.On("GET /volumes", exchange =>
            exchange.JsonAsync(200, $$"""{ "Volumes": [{ "Name": "production-data", "Labels": {{labels}} }] }"""));
        Script.On("GET /images/json", exchange => exchange.JsonAsync(200,
            $$"""
            [{
                "Id": "sha256:f0", "RepoTags": ["production:1"],
                "Labels": { "containerkit.image-session": "{{_owner}}", {{_session}} }
            }]
            """));

        (await RemoveAsync()).Should().BeEquivalentTo(CleanupReport.Nothing);
        await OrphanCleanup.RunAsync(Client, Endpoint);

        Removals.Should().BeEmpty();
    }

    [Theory(Timeout = 30_000)]
    [InlineData("..")]
    [InlineData("../images/production:1")]
    [InlineData("a/../b")]
    [InlineData("a?force=1")]
    [InlineData("a b")]
    [InlineData("%2e%2e")]
    [InlineData("")]
    public async Task A_session_removal_removes_no_resource_with_an_invalid_id(string id)
    {
        Script.On("GET /containers/json", exchange => exchange.JsonAsync(200, $$"""[{ "Id": "{{id}}", "Labels": { {{_session}} } }]"""));
        Script.On("GET /networks", exchange => exchange.JsonAsync(200, $$"""[{ "Id": "{{id}}", "Labels": { {{_session}} } }]"""));
        Script.On("GET /volumes", exchange =>
            exchange.JsonAsync(200, $$"""{ "Volumes": [{ "Name": "{{id}}", "Labels": { {{_session}} } }] }"""));

        await RemoveAsync();

        Removals.Should().BeEmpty();
    }

    [Fact(Timeout = 30_000)]
    public async Task A_session_removal_skips_an_item_that_is_not_valid_Unicode()
    {
        Script.On("GET /containers/json", exchange => exchange.JsonAsync(200,
            $$"""[{ "Id": "\ud800", "Labels": { {{_session}} } }, { "Id": "c0ffee", "Labels": { {{_session}} } }]"""));

        (await RemoveAsync()).Removed.Should().Equal("container c0ffee");
    }

    [Theory(Timeout = 30_000)]
    [InlineData("", "", false)]
    [InlineData("SESSION", "", false)]
    [InlineData("SESSION, \"containerkit.create\": \"1\"", "\"containerkit.create\": \"1\"", false)]
    [InlineData("SESSION, \"containerkit.create\": \"1\"", "\"containerkit.create\": \"2\"", true)]
    [InlineData("\"containerkit.session\": \"\"", "", true)]
    public async Task A_container_whose_labels_are_those_of_its_image_is_kept(string imageLabels, string containerLabel, bool isRemoved)
    {
        imageLabels = imageLabels.Replace("SESSION", _session);
        if (imageLabels.Length == 0) imageLabels = _session;
        var labels = _session + (containerLabel.Length == 0 ? "" : ", " + containerLabel);
        var item = $$"""{ "Id": "c0", "Names": ["/a"], "ImageID": "sha256:beef", "Labels": { {{labels}} } }""";
        Script.On("GET /containers/json", exchange => exchange.JsonAsync(200, $"[{item}, {item}]"));
        Script.On("GET /images/sha256:beef/json", exchange =>
            exchange.JsonAsync(200, $$"""{ "Id": "sha256:beef", "Config": { "Labels": { {{imageLabels}} } } }"""));

        await RemoveAsync();

        Removals.Any().Should().Be(isRemoved);
        Script.Requests.Where(request => request.Path.StartsWith("/images/sha256")).Should().ContainSingle("the answer is cached");
    }

    [Theory(Timeout = 30_000)]
    [InlineData("/app-0123abcd", true)]
    [InlineData("/mine", false)]
    public async Task A_container_whose_image_was_removed_is_removed_only_with_a_name_of_the_library(string name, bool isRemoved)
    {
        Script.On("GET /containers/json", exchange => exchange.JsonAsync(200,
            $$"""
            [{ "Id": "c0", "Names": ["{{name}}"], "ImageID": "sha256:beef",
               "Labels": { {{_session}}, "containerkit.create": "0123abcd45" } }]
            """));
        Script.On("GET /images/sha256:beef/json", exchange => exchange.ErrorAsync(404, "No such image"));

        await RemoveAsync();

        Removals.Any().Should().Be(isRemoved);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_container_whose_image_cannot_be_inspected_remains_with_the_reason()
    {
        Script.On("GET /containers/json", exchange => exchange.JsonAsync(200,
            $$"""[{ "Id": "c0", "Names": ["/a\u001b[2J"], "ImageID": "sha256:beef", "Labels": { {{_session}} } }]"""));
        Script.On("GET /images/sha256:beef/json", exchange => exchange.ErrorAsync(500, "the store\u001b[2J\nis locked"));

        var report = await new SessionRemoval(Client, Endpoint, TimeProvider.System)
            .RunAsync(_owner.ToString(), new HashSet<string>(), mayStillCreate: false, TimeSpan.FromSeconds(1));

        report.Remaining.Should().Equal("""container a\x1b[2J: the store\x1b[2J\nis locked""");
        Removals.Should().BeEmpty();
    }

    [Fact(Timeout = 30_000)]
    public async Task A_session_removal_removes_its_generated_image_names_only()
    {
        Script.On("GET /images/json", exchange => exchange.JsonAsync(200,
            $$"""
            [{ "Id": "sha256:f0",
                "RepoTags": ["{{_generatedName}}", "production:1", "{{_generatedName}}/../x-y", "containerkit-build:latest"] }]
            """));

        (await RemoveAsync()).Removed.Should().Equal("image " + _generatedName);

        Removals.Should().Equal("DELETE /images/" + _generatedName);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_plan_whose_create_got_no_response_removes_no_foreign_container()
    {
        Script.On("POST /containers/create", exchange =>
        {
            exchange.Close();
            return Task.CompletedTask;
        });
        Script.On("GET /containers/json", exchange => exchange.JsonAsync(200,
            $$"""
            [{ "Id": "f0re1gn", "Names": ["/production-db"], "Labels": {} },
             { "Id": "f0re1gn2", "Names": ["/other"], "Labels": { "containerkit.create": "0123456789abcdef0123456789abcdef" } },
             {{Script.ListCreatedContainer()}}]
            """));

        var error = await FluentActions.Awaiting(() => Run("true").ExecuteAsync(Token)).Should().ThrowAsync<EngineUnavailableException>();

        Removals.Should().Equal($"DELETE /containers/{HealthyEngine.ContainerId}");
        error.Which.RemovedResources.Should().ContainSingle();
    }

    [Theory(Timeout = 30_000)]
    [InlineData("..")]
    [InlineData("../images/production:1")]
    public async Task An_id_in_the_response_to_a_create_request_cannot_lead_to_another_resource(string id)
    {
        Script.On("POST /networks/create", exchange => exchange.JsonAsync(201, $$"""{ "Id": "{{id}}" }"""));
        Script.On("GET /networks", exchange => exchange.JsonAsync(200, "[]"));

        await FluentActions.Awaiting(() => Network.Create("net").On(Engine).ExecuteAsync(Token))
            .Should().ThrowAsync<EngineUnavailableException>();

        Removals.Should().BeEmpty();
    }

    private EngineEndpoint Endpoint => EngineEndpoint.Parse(Script.Endpoint.OriginalString, "a test");

    private EngineCleanupClient Client => new(Engine.ApiClient);

    private Task<CleanupReport> RemoveAsync() => new SessionRemoval(Client, Endpoint, TimeProvider.System)
        .RunAsync(_owner.ToString(), new HashSet<string>(), mayStillCreate: false, TimeSpan.FromSeconds(5));
}
