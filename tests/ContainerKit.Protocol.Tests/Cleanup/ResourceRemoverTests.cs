using ContainerKit.Cleanup;
using ContainerKit.Http;
using ContainerKit.Protocol.Tests.Support;

namespace ContainerKit.Protocol.Tests.Cleanup;

/// <summary>The requests and error responses that plans, sessions and the watchdog share.</summary>
public sealed class ResourceRemoverTests : ProtocolTest
{
    private const string Busy = "network app has active endpoints";

    private ResourceRemover Remover => new(new EngineCleanupClient(Engine.ApiClient), TimeSpan.FromSeconds(10));

    [Theory(Timeout = 30_000)]
    [InlineData("Container", 404, "No such container: x", "NotFound")]
    [InlineData("Container", 409, "removal of container x is already in progress", "InProgress")]
    [InlineData("Container", 409, "cannot remove container x", "Failed")]
    [InlineData("Container", 500, "driver failed to remove root filesystem", "Failed")]
    [InlineData("Network", 404, "network x not found", "NotFound")]
    [InlineData("Network", 403, Busy, "InUse")]
    [InlineData("Network", 500, "network is being used", "InUse")]
    [InlineData("Network", 500, "failed to update the store", "Failed")]
    [InlineData("Volume", 409, "remove x: volume is in use", "InUse")]
    [InlineData("Volume", 500, "the driver failed", "Failed")]
    [InlineData("Image", 404, "No such image: x", "NotFound")]
    [InlineData("Image", 409, "conflict: unable to remove repository reference", "InUse")]
    public async Task Error_response_to_a_removal_is_classified_by_kind(string kind, int status, string message, string outcome)
    {
        Script.On("DELETE /*", exchange => exchange.ErrorAsync(status, message));

        var result = await Remover.RemoveAsync(Enum.Parse<ResourceKind>(kind), "x", "x", force: false, withVolumes: true, Token);

        result.Outcome.ToString().Should().Be(outcome);
        result.Failure?.Message.Should().Be(message);
        (result.Failure is null).Should().Be(outcome == "NotFound");
    }

    [Theory(Timeout = 30_000)]
    [InlineData("Container", false, true, "/containers/a b?force=1&v=1")]
    [InlineData("Container", true, false, "/containers/a b?force=1&v=0")]
    [InlineData("Network", true, true, "/networks/a b")]
    [InlineData("Volume", false, true, "/volumes/a b")]
    [InlineData("Volume", true, true, "/volumes/a b?force=1")]
    [InlineData("Image", false, true, "/images/a b")]
    [InlineData("Image", true, true, "/images/a b?force=1")]
    public async Task Removal_sends_the_parameters_of_the_kind(string kind, bool force, bool withVolumes, string target)
    {
        Script.On("DELETE /*", exchange => exchange.EmptyAsync());

        var result = await Remover.RemoveAsync(Enum.Parse<ResourceKind>(kind), "a b", "x", force, withVolumes, Token);

        result.Should().Be(new RemovalResult(RemovalOutcome.Removed, null));
        Script.Requests.Select(request => Uri.UnescapeDataString($"{request.Path}?{request.Query}").TrimEnd('?')).Should().Equal(target);
    }

    [Fact(Timeout = 30_000)]
    public async Task Removal_without_a_response_is_a_failure_with_the_exception_of_the_library()
    {
        Script.On("DELETE /*", exchange =>
        {
            exchange.Close();
            return Task.CompletedTask;
        });

        var result = await Remover.RemoveAsync(ResourceKind.Network, "x", "network x", force: false, withVolumes: false, Token);

        result.Outcome.Should().Be(RemovalOutcome.Failed);
        result.Failure!.Status.Should().BeNull();
        result.Failure.InnerException.Should().BeOfType<EngineUnavailableException>()
            .Which.Message.Should().Contain("Could not remove network x");
    }

    [Fact(Timeout = 30_000)]
    public async Task Removal_after_the_engine_object_was_disposed_is_sent()
    {
        Script.On("DELETE /*", exchange => exchange.EmptyAsync());
        await Engine.ConnectAsync(Token);
        var remover = Remover;
        await Engine.DisposeAsync();

        var result = await remover.RemoveAsync(ResourceKind.Network, "x", "network x", force: false, withVolumes: false, Token);

        result.Outcome.Should().Be(RemovalOutcome.Removed);
    }

    [Fact(Timeout = 30_000)]
    public async Task List_of_volumes_that_is_null_is_empty()
    {
        Script.On("GET /volumes", exchange => exchange.JsonAsync(200, """{ "Volumes": null }"""));

        var list = await Remover.ListAsync(ResourceKind.Volume, new EngineFilters().Add("label", "a=b"), "list volumes", Token);

        list.Should().BeEmpty();
    }

    [Fact(Timeout = 30_000)]
    public async Task List_that_the_engine_rejects_throws_with_the_message_of_the_engine()
    {
        Script.On("GET /networks", exchange => exchange.ErrorAsync(500, "the store is locked"));

        await FluentActions.Awaiting(() => Remover.ListAsync(ResourceKind.Network, new EngineFilters(), "list networks", Token))
            .Should().ThrowAsync<CleanupRequestException>().WithMessage("the store is locked");
    }
}
