using ContainerKit.Sessions;

namespace ContainerKit.Tests.Sessions;

/// <summary>Parsing of session labels, and detection of sessions whose process has exited.</summary>
public sealed class SessionOwnerTests
{
    private static readonly SessionOwner _current = new("host", "boot", "4026531836", Pid: 1, Start: 10, "aaaa");
    private static readonly SessionOwner _owner = new("host", "boot", "4026531836", Pid: 42, Start: 7, "bbbb");

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_session_label_identifies_its_process(bool isSessionManaged)
    {
        var owner = SessionOwner.This with { IsSessionManaged = isSessionManaged };

        SessionOwner.Parse(owner.ToString()).Should().Be(owner);
        owner.Pid.Should().Be(Environment.ProcessId);
    }

    [Theory]
    [InlineData("")]
    [InlineData("d32f256364464cf59f32d383db679b21")]
    [InlineData("session-host-boot-space-x-7-nonce")]
    [InlineData("session-host-boot-space-1--7-nonce")]
    [InlineData("other-host-boot-space-1-7-nonce")]
    public void An_invalid_session_label_has_no_owner(string label) => SessionOwner.Parse(label).Should().BeNull();

    [Fact]
    public void A_session_owner_whose_process_does_not_run_is_dead() => IsDead(_owner).Should().BeTrue();

    [Fact]
    public void A_session_owner_whose_process_may_still_run_is_not_considered_dead() =>
        IsDead(_owner, isRunning: true).Should().BeFalse();

    [Fact]
    public void A_session_owner_whose_PID_was_reused_is_dead() =>
        _owner.IsDefinitelyDead(_current, isEngineLocal: true, wasCreatedBeforeBoot: true,
            (pid, start) => (pid, start) == (42, 8)).Should().BeTrue();

    [Fact]
    public void A_session_owner_on_another_host_is_not_considered_dead() =>
        IsDead(_owner with { Host = "other" }).Should().BeFalse();

    [Fact]
    public void A_session_owner_in_another_PID_namespace_is_not_considered_dead() =>
        IsDead(_owner with { PidNamespace = "4026532500" }).Should().BeFalse();

    [Fact]
    public void A_session_owner_with_an_unknown_start_time_is_not_considered_dead() =>
        IsDead(_owner with { Start = 0 }).Should().BeFalse();

    [Fact]
    public void A_session_owner_of_an_earlier_boot_is_dead() =>
        IsDead(_owner with { Boot = "earlier" }, isRunning: true).Should().BeTrue();

    [Fact]
    public void A_session_owner_of_another_boot_on_a_remote_engine_is_not_considered_dead() =>
        IsDead(_owner with { Boot = "other" }, isEngineLocal: false).Should().BeFalse();

    [Fact]
    public void A_session_owner_of_a_resource_created_since_boot_is_not_considered_dead() =>
        IsDead(_owner with { Boot = "other" }, wasCreatedBeforeBoot: false)
            .Should().BeFalse("a copy of this machine can use the same engine");

    [Fact]
    public void A_session_owner_of_the_same_boot_on_a_remote_engine_is_dead() =>
        IsDead(_owner, isEngineLocal: false, wasCreatedBeforeBoot: false).Should().BeTrue();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_session_owner_without_boot_IDs_is_dead_only_on_a_local_engine(bool isEngineLocal)
    {
        var owner = _owner with { Boot = SessionOwner.Unknown };

        owner.IsDefinitelyDead(_current with { Boot = SessionOwner.Unknown }, isEngineLocal,
            wasCreatedBeforeBoot: true, (_, _) => false).Should().Be(isEngineLocal);
    }

    [Fact]
    public void A_session_owner_without_a_boot_ID_is_not_considered_dead_on_a_machine_with_one() =>
        IsDead(_owner with { Boot = SessionOwner.Unknown }).Should().BeFalse();

    private static bool IsDead(SessionOwner owner, bool isEngineLocal = true, bool wasCreatedBeforeBoot = true,
        bool isRunning = false) =>
        owner.IsDefinitelyDead(_current, isEngineLocal, wasCreatedBeforeBoot, (_, _) => isRunning);
}
