using ContainerKit.Discovery;
using ContainerKit.Protocol.Tests.Support;
using ContainerKit.Sessions;
using ContainerKit.Testing.Sessions;

namespace ContainerKit.Protocol.Tests.Sessions;

/// <summary>What sessions remove when somebody else is at work on the same engine.</summary>
public sealed class RemovalTests : ProtocolTest
{
    private static readonly Version _api = new(1, 41);

    // A process that had this one's pid.
    private static readonly SessionOwner _gone = SessionOwner.This with { IsSessionManaged = true, Start = SessionOwner.This.Start + 1 };

    private int _looks;

    public RemovalTests() => Script
        .On("GET /containers/json", exchange => exchange.JsonAsync(200, "[]"))
        .On("GET /networks", exchange => exchange.JsonAsync(200, "[]"))
        .On("GET /volumes", exchange => exchange.JsonAsync(200, """{ "Volumes": [] }"""))
        .On("GET /images/json", exchange => exchange.JsonAsync(200, "[]"));

    private EngineEndpoint Endpoint => EngineEndpoint.Parse(Script.Endpoint.OriginalString, "a test");

    [Theory(Timeout = 30_000)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task What_another_session_has_begun_to_sweep_up_is_not_said_to_be_left(int looksUntilGone)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Elsewhere processes are only judged on an engine that is seen to run on this machine.");
        HasContainer(looksUntilGone);
        Script.On("DELETE /containers/*", exchange => exchange.RefuseAsync(409, "removal of container c0ffee is already in progress"));

        (await OrphanCleanup.RunAsync(Endpoint, _api)).Remaining.Should().BeEmpty();
    }

    [Fact(Timeout = 30_000)]
    public async Task What_was_in_the_way_of_a_sweep_and_is_gone_at_the_second_look_is_not_said_to_be_left()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Elsewhere processes are only judged on an engine that is seen to run on this machine.");
        HasContainer(looksUntilGone: 1);
        Script.On("DELETE /containers/*", exchange => exchange.RefuseAsync(500, "driver failed to remove root filesystem: device or resource busy"));

        (await OrphanCleanup.RunAsync(Endpoint, _api)).Remaining.Should().BeEmpty();
        _looks.Should().Be(2);
    }

    [Fact(Timeout = 30_000)]
    public async Task What_a_sweep_cannot_remove_is_told_with_the_reason()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Elsewhere processes are only judged on an engine that is seen to run on this machine.");
        HasContainer(looksUntilGone: 9);
        Script.On("DELETE /containers/*", exchange => exchange.RefuseAsync(500, "device or resource busy"));

        (await OrphanCleanup.RunAsync(Endpoint, _api)).Remaining.Should().Equal("container app: device or resource busy");
    }

    [Fact(Timeout = 30_000)]
    public async Task The_last_who_looks_stays_until_what_is_on_its_way_is_gone()
    {
        HasContainer(looksUntilGone: 2);
        Script.On("DELETE /containers/*", exchange => exchange.RefuseAsync(409, "removal of container c0ffee is already in progress"));

        var report = await new SessionRemoval(Endpoint, _api, TimeProvider.System).RunAsync(_gone.ToString(), new HashSet<string>(), mayStillCreate: false, TimeSpan.FromSeconds(20));

        report.Remaining.Should().BeEmpty();
        _looks.Should().Be(3);
    }

    [Fact(Timeout = 30_000)]
    public async Task An_image_that_is_registered_while_others_are_removed_goes_with_the_next_removal()
    {
        var engine = new SessionEngine(Endpoint, _api);
        engine.RegisterImage("first:1");
        Script.On("DELETE /images/first:1", exchange =>
        {
            engine.RegisterImage("second:1");
            return exchange.JsonAsync(200, "[]");
        });
        Script.On("DELETE /images/second:1", exchange => exchange.JsonAsync(200, "[]"));

        (await engine.RemoveAsync(_gone.ToString(), mayStillCreate: false, TimeSpan.FromSeconds(20))).Removed.Should().Equal("image first:1");
        (await engine.RemoveAsync(_gone.ToString(), mayStillCreate: false, TimeSpan.FromSeconds(20))).Removed.Should().Equal("image second:1");
    }

    private void HasContainer(int looksUntilGone) => Script.On("GET /containers/json", exchange => exchange.JsonAsync(200, Interlocked.Increment(ref _looks) > looksUntilGone
        ? "[]"
        : $$"""[{ "Id": "{{HealthyEngine.ContainerId}}", "Names": ["/app"], "Labels": { "{{ResourceLabels.Session}}": "{{_gone}}" } }]"""));
}
