using ContainerKit.Protocol.Tests.Support;

namespace ContainerKit.Protocol.Tests.Cleanup;

/// <summary>A removal of an image that takes its last name, and fails then. The image would remain without a name.</summary>
public sealed class ImageRemovalRetryTests : ProtocolTest
{
    private const string Id = "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
    private const string Previous = "sha256:fedcba9876543210fedcba9876543210fedcba9876543210fedcba9876543210";

    private string? _named;
    private bool _exists;
    private int _removals;

    public ImageRemovalRetryTests() => Script
        .On("POST /commit", exchange => CreateAsync(exchange, exchange => exchange.JsonAsync(201, $$"""{ "Id": "{{Id}}" }""")))
        .On("POST /build", exchange => CreateAsync(exchange, exchange => exchange.LinesAsync($$"""{"aux":{"ID":"{{Id}}" } }""")))
        .On("POST /images/*/tag", exchange =>
        {
            _named = Previous;
            return exchange.EmptyAsync();
        })
        .On("GET /images/my:1/json", exchange => _named is null
            ? exchange.ErrorAsync(404, "No such image: my:1")
            : exchange.JsonAsync(200, $$"""{ "Id": "{{_named}}", "RepoTags": ["my:1"] }"""))
        .On($"GET /images/{Id}/json", exchange => _exists
            ? exchange.JsonAsync(200, $$"""{ "Id": "{{Id}}", "RepoTags": [] }""")
            : exchange.ErrorAsync(404, "No such image"))
        .On("DELETE /images/*", exchange =>
        {
            var isByName = exchange.Request.Path == "/images/my:1";
            if (isByName && _named is null) return exchange.ErrorAsync(404, "No such image: my:1");
            if (isByName) _named = null;
            if (++_removals == 1) return exchange.ErrorAsync(500, "failed to remove a layer: device or resource busy");
            _exists = false;
            return exchange.JsonAsync(200, "[]");
        });

    [Theory(Timeout = 30_000)]
    [InlineData(false)]
    [InlineData(true)]
    public Task A_committed_image_is_removed_after_a_removal_that_failed(bool hasPrevious) =>
        ExpectRemovalAsync(Run("true").Commit("my:1"), hasPrevious);

    [Theory(Timeout = 30_000)]
    [InlineData(false)]
    [InlineData(true)]
    public Task A_built_image_is_removed_after_a_removal_that_failed(bool hasPrevious) =>
        ExpectRemovalAsync(Image.Build(BuildSpec.FromText("FROM app\n") with { Tags = ["my:1"] }).On(Engine), hasPrevious);

    private async Task ExpectRemovalAsync(ImagePlan plan, bool hasPrevious)
    {
        _named = hasPrevious ? Previous : null;

        await FluentActions.Awaiting(() => plan.Do((_, _) => throw new InvalidOperationException("on purpose")).ExecuteAsync(Token))
            .Should().ThrowAsync<InvalidOperationException>();

        (_exists, _named, _removals).Should().Be((false, hasPrevious ? Previous : null, 2));
    }

    private Task CreateAsync(Exchange exchange, Func<Exchange, Task> respond)
    {
        (_named, _exists) = (Id, true);
        return respond(exchange);
    }
}
