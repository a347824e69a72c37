using ContainerKit.Sessions;

namespace ContainerKit.Tests.Cleanup;

/// <summary>Who a session's label names, and when that process is surely gone.</summary>
public sealed class SessionOwnerTests
{
    private static readonly SessionOwner _here = new("host", "boot", "4026531836", Pid: 1, Start: 10, "aaaa");
    private static readonly SessionOwner _owner = new("host", "boot", "4026531836", Pid: 42, Start: 7, "bbbb");

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_label_names_its_process(bool isGuarded)
    {
        var owner = SessionOwner.This with { IsSessionManaged = isGuarded };

        SessionOwner.Parse(owner.ToString()).Should().Be(owner);
        owner.Pid.Should().Be(Environment.ProcessId);
    }

    [Theory]
    [InlineData("")]
    [InlineData("d32f256364464cf59f32d383db679b21")]
    [InlineData("guarded-host-boot-space-x-7-nonce")]
    [InlineData("guarded-host-boot-space-1--7-nonce")]
    [InlineData("other-host-boot-space-1-7-nonce")]
    public void What_is_no_such_label_names_nobody(string label) => SessionOwner.Parse(label).Should().BeNull();

    [Fact]
    public void A_process_that_does_not_run_is_gone() => IsGone(_owner).Should().BeTrue();

    [Fact]
    public void A_process_that_may_run_is_not() => IsGone(_owner, runs: true).Should().BeFalse();

    [Fact]
    public void The_start_time_is_asked_for_since_pids_are_used_again() =>
        _owner.IsDefinitelyDead(_here, isEngineLocal: true, wasCreatedBeforeBoot: true, (pid, start) => (pid, start) == (42, 8)).Should().BeTrue();

    [Fact]
    public void Nothing_is_sure_about_another_host() => IsGone(_owner with { Host = "other" }).Should().BeFalse();

    [Fact]
    public void Nothing_is_sure_about_another_pid_namespace() => IsGone(_owner with { PidNamespace = "4026532500" }).Should().BeFalse();

    [Fact]
    public void Nothing_is_sure_about_a_process_whose_start_could_not_be_told() => IsGone(_owner with { Start = 0 }).Should().BeFalse();

    [Fact]
    public void A_process_of_an_earlier_boot_is_gone() => IsGone(_owner with { Boot = "earlier" }, runs: true).Should().BeTrue();

    [Fact]
    public void On_an_engine_that_may_be_elsewhere_another_boot_may_be_a_copy_of_this_machine() =>
        IsGone(_owner with { Boot = "other" }, engineIsHere: false).Should().BeFalse();

    [Fact]
    public void What_was_made_since_this_machine_was_started_is_not_of_an_earlier_boot() =>
        IsGone(_owner with { Boot = "other" }, madeBeforeBoot: false).Should().BeFalse("a copy of this machine uses its engine");

    [Fact]
    public void On_an_engine_that_may_be_elsewhere_the_same_boot_is_this_machine() => IsGone(_owner, engineIsHere: false, madeBeforeBoot: false).Should().BeTrue();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Where_there_are_no_boot_ids_only_this_machines_own_engine_tells_that_it_is_this_machine(bool engineIsHere)
    {
        var owner = _owner with { Boot = SessionOwner.Unknown };

        owner.IsDefinitelyDead(_here with { Boot = SessionOwner.Unknown }, engineIsHere, wasCreatedBeforeBoot: true, (_, _) => false).Should().Be(engineIsHere);
    }

    [Fact]
    public void A_machine_with_boot_ids_is_none_without() => IsGone(_owner with { Boot = SessionOwner.Unknown }).Should().BeFalse();

    private static bool IsGone(SessionOwner owner, bool engineIsHere = true, bool madeBeforeBoot = true, bool runs = false) =>
        owner.IsDefinitelyDead(_here, engineIsHere, madeBeforeBoot, (_, _) => runs);
}
