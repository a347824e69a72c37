using ContainerKit.Cleanup;
using ContainerKit.Discovery;
using ContainerKit.Protocol.Tests.Support;
using ContainerKit.Sessions;

namespace ContainerKit.Protocol.Tests.Sessions;

/// <summary>The cleanup of sessions while other processes use the same engine.</summary>
public sealed class SessionRemovalTests : ProtocolTest
{
    // An exited process that had the PID of this process.
    private static readonly SessionOwner _exitedOwner =
        SessionOwner.This with { IsSessionManaged = true, Start = SessionOwner.This.Start + 1 };

    private int _lists;

    public SessionRemovalTests() => Script
        .On("GET /containers/json", exchange => exchange.JsonAsync(200, "[]"))
        .On("GET /networks", exchange => exchange.JsonAsync(200, "[]"))
        .On("GET /volumes", exchange => exchange.JsonAsync(200, """{ "Volumes": [] }"""))
        .On("GET /images/json", exchange => exchange.JsonAsync(200, "[]"));

    private EngineEndpoint Endpoint => EngineEndpoint.Parse(Script.Endpoint.OriginalString, "a test");

    private EngineCleanupClient Client => new(Engine.ApiClient);

    [Theory(Timeout = 30_000)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Resources_being_removed_by_another_session_are_not_reported_as_remaining(int listsUntilGone)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(),
            "On other systems, owners are checked only on an engine that is known to run on this machine.");
        SetContainer(listsUntilGone);
        Script.On("DELETE /containers/*", exchange => exchange.ErrorAsync(409, "removal of container c0ffee is already in progress"));

        (await OrphanCleanup.RunAsync(Client, Endpoint)).Remaining.Should().BeEmpty();
    }

    [Fact(Timeout = 30_000)]
    public async Task A_resource_gone_when_the_orphan_cleanup_lists_again_is_not_reported_as_remaining()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(),
            "On other systems, owners are checked only on an engine that is known to run on this machine.");
        SetContainer(listsUntilGone: 1);
        Script.On("DELETE /containers/*", exchange =>
            exchange.ErrorAsync(500, "driver failed to remove root filesystem: device or resource busy"));

        (await OrphanCleanup.RunAsync(Client, Endpoint)).Remaining.Should().BeEmpty();
        _lists.Should().Be(2);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_resource_that_the_orphan_cleanup_cannot_remove_is_reported_with_the_reason()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(),
            "On other systems, owners are checked only on an engine that is known to run on this machine.");
        SetContainer(listsUntilGone: 9);
        Script.On("DELETE /containers/*", exchange => exchange.ErrorAsync(500, "device or resource busy"));

        (await OrphanCleanup.RunAsync(Client, Endpoint)).Remaining.Should().Equal("container app: device or resource busy");
    }

    [Fact(Timeout = 30_000)]
    public async Task A_session_removal_waits_until_removals_in_progress_are_complete()
    {
        SetContainer(listsUntilGone: 2);
        Script.On("DELETE /containers/*", exchange => exchange.ErrorAsync(409, "removal of container c0ffee is already in progress"));

        var report = await new SessionRemoval(Client, Endpoint, TimeProvider.System)
            .RunAsync(_exitedOwner.ToString(), new HashSet<string>(), mayStillCreate: false, TimeSpan.FromSeconds(20));

        report.Remaining.Should().BeEmpty();
        _lists.Should().Be(3);
    }

    [Fact(Timeout = 30_000)]
    public async Task An_image_registered_during_a_removal_is_removed_by_the_next_removal()
    {
        var engine = new SessionEngine(Engine.ApiClient, Endpoint);
        engine.RegisterImage("first:1");
        Script.On("DELETE /images/first:1", exchange =>
        {
            engine.RegisterImage("second:1");
            return exchange.JsonAsync(200, "[]");
        });
        Script.On("DELETE /images/second:1", exchange => exchange.JsonAsync(200, "[]"));

        (await engine.RemoveAsync(_exitedOwner.ToString(), mayStillCreate: false, TimeSpan.FromSeconds(20))).Removed
            .Should().Equal("image first:1");
        (await engine.RemoveAsync(_exitedOwner.ToString(), mayStillCreate: false, TimeSpan.FromSeconds(20))).Removed
            .Should().Equal("image second:1");
    }

    private void SetContainer(int listsUntilGone)
    {
        var labels = $$"""{ "{{ResourceLabels.Session}}": "{{_exitedOwner}}" }""";
        var container = $$"""{ "Id": "{{HealthyEngine.ContainerId}}", "Names": ["/app"], "Labels": {{labels}} }""";
        Script.On("GET /containers/json", exchange =>
            exchange.JsonAsync(200, Interlocked.Increment(ref _lists) > listsUntilGone ? "[]" : $"[{container}]"));
    }
}
