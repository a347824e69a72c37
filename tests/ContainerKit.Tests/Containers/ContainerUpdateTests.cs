namespace ContainerKit.Tests;

public sealed class ContainerUpdateTests
{
    private static readonly ContainerPlan _container = Image.Pull("a").Run();

    [Fact]
    public void An_update_is_drawn_as_the_docker_command_has_it() =>
        new ContainerUpdate { MemoryBytes = 8 << 20, MemorySwapBytes = -1, Cpus = 1.5, CpuSet = "0-1", CpuShares = 2, PidsLimit = -1, MemoryReservationBytes = 7 << 20, Restart = RestartPolicy.OnFailure, MaximumRetryCount = 4 }
            .ToString().Should().Be("update --memory 8388608 --memory-reservation 7340032 --memory-swap -1 --cpus 1.5 --cpu-shares 2 --cpuset-cpus 0-1 --pids-limit -1 --restart on-failure:4");

    [Fact]
    public void Changes_that_do_not_go_together_are_refused_when_they_are_described()
    {
        Refused(new(), "*changes nothing*");
        Refused(new() { MemoryBytes = 16 << 20, MemorySwapBytes = 8 << 20 }, "*MemorySwapBytes*");
        Refused(new() { MemoryBytes = 16 << 20, MemoryReservationBytes = 17 << 20 }, "*reservation*");
        Refused(new() { MaximumRetryCount = 1 }, "*OnFailure*");
        Refused(new() { MaximumRetryCount = 1, Restart = RestartPolicy.Always }, "*OnFailure*");

        static void Refused(ContainerUpdate update, string message) =>
            FluentActions.Invoking(() => _container.Update(update)).Should().Throw<ArgumentException>().WithMessage(message);
    }

    [Fact]
    public void A_value_that_no_limit_can_have_is_refused()
    {
        FluentActions.Invoking(() => new ContainerUpdate { MemoryBytes = 1 }).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => new ContainerUpdate { MemorySwapBytes = -2 }).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => new ContainerUpdate { MemoryReservationBytes = 0 }).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => new ContainerUpdate { Cpus = 0 }).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => new ContainerUpdate { CpuShares = 1 }).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => new ContainerUpdate { CpuSet = "" }).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => new ContainerUpdate { PidsLimit = 0 }).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => new ContainerUpdate { MaximumRetryCount = -1 }).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => new LogToOptions { Tail = -1 }).Should().Throw<ArgumentOutOfRangeException>();
    }

    [Fact]
    public void A_state_that_makes_no_sense_is_refused_when_it_is_described()
    {
        FluentActions.Invoking(() => _container.Kill("NOSUCH")).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => _container.Stop(TimeSpan.FromSeconds(-1))).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => _container.Stop("NOSUCH", TimeSpan.Zero)).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => _container.Restart(TimeSpan.FromSeconds(-1))).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => _container.Rename("a")).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => Image.Pull("a").Create("x").Output()).Should().Throw<InvalidOperationException>().WithMessage("*Start()*");
        FluentActions.Invoking(() => Image.Pull("a").Create("x").WaitForExit()).Should().Throw<InvalidOperationException>();
        FluentActions.Invoking(() => Image.Pull("a").Run(new ContainerSpec { Restart = RestartPolicy.Always }).WaitForExit()).Should().Throw<InvalidOperationException>();
    }

    [Fact]
    public void Each_verb_is_drawn()
    {
        _container.Stop("INT", TimeSpan.FromSeconds(1.5)).ToString().Should().EndWith(" → stop with INT within 1.5 s");
        _container.Stop().Stop(Timeout.InfiniteTimeSpan).ToString().Should().EndWith(" → stop → stop within any time");
        Container.Find("web").Restart().Kill("9").ToString().Should().Be("find web → restart → kill with 9");
        Image.Pull("a").Create(new ContainerSpec("x") { Name = "web" }).ToString().Should().Be("pull a:latest → create --name web x");
    }
}
