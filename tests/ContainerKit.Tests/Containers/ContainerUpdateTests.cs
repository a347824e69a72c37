namespace ContainerKit.Tests.Containers;

public sealed class ContainerUpdateTests
{
    private static readonly ContainerPlan _container = Image.Pull("a").Run();

    [Fact]
    public void A_container_update_is_shown_as_options_of_docker_update() =>
        new ContainerUpdate
        {
            MemoryBytes = 8 << 20,
            MemorySwapBytes = -1,
            Cpus = 1.5,
            CpuSet = "0-1",
            CpuShares = 2,
            PidsLimit = -1,
            MemoryReservationBytes = 7 << 20,
            Restart = RestartPolicy.OnFailure,
            MaximumRetryCount = 4
        }
            .ToString().Should().Be(
            "update --memory 8388608 --memory-reservation 7340032 --memory-swap -1 --cpus 1.5 --cpu-shares 2 " +
            "--cpuset-cpus 0-1 --pids-limit -1 --restart on-failure:4");

    [Fact]
    public void Contradictory_changes_in_a_container_update_are_rejected_when_the_plan_is_created()
    {
        AssertRejected(new(), "*changes nothing*");
        AssertRejected(new() { MemoryBytes = 16 << 20, MemorySwapBytes = 8 << 20 }, "MemorySwapBytes*is less than MemoryBytes*");
        AssertRejected(
            new() { MemoryBytes = 16 << 20, MemoryReservationBytes = 17 << 20 },
            "MemoryReservationBytes*must not be more than MemoryBytes*");
        AssertRejected(new() { MaximumRetryCount = 1 }, "*OnFailure*");
        AssertRejected(new() { MaximumRetryCount = 1, Restart = RestartPolicy.Always }, "*OnFailure*");

        static void AssertRejected(ContainerUpdate update, string message) =>
            FluentActions.Invoking(() => _container.Update(update)).Should().Throw<ArgumentException>().WithMessage(message);
    }

    [Fact]
    public void An_out_of_range_limit_in_a_container_update_is_rejected()
    {
        FluentActions.Invoking(() => new ContainerUpdate { MemoryBytes = 1 }).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => new ContainerUpdate { MemorySwapBytes = -2 })
            .Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => new ContainerUpdate { MemoryReservationBytes = (6 << 20) - 1 })
            .Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => new ContainerUpdate { Cpus = 0 }).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => new ContainerUpdate { CpuShares = 1 }).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => new ContainerUpdate { CpuShares = 262_145 }).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => new ContainerUpdate { CpuSet = "0-" }).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => new ContainerUpdate { CpuSet = "" }).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => new ContainerUpdate { PidsLimit = 0 }).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => new ContainerUpdate { MaximumRetryCount = -1 })
            .Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => new LogToOptions { Tail = -1 }).Should().Throw<ArgumentOutOfRangeException>();
    }

    [Fact]
    public void An_invalid_lifecycle_step_is_rejected_when_the_plan_is_created()
    {
        FluentActions.Invoking(() => _container.Kill("NOSUCH")).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => _container.Stop(TimeSpan.FromSeconds(-1))).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => _container.Stop("NOSUCH", TimeSpan.Zero)).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => _container.Restart(TimeSpan.FromSeconds(-1)))
            .Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => _container.Rename("a")).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => Image.Pull("a").Create("x").Output())
            .Should().Throw<InvalidOperationException>().WithMessage("*Start()*");
        FluentActions.Invoking(() => Image.Pull("a").Create("x").WaitForExit()).Should().Throw<InvalidOperationException>();
        FluentActions.Invoking(() => Image.Pull("a").Run(new ContainerSpec { Restart = RestartPolicy.Always })
            .WaitForExit()).Should().Throw<InvalidOperationException>();
    }

    [Fact]
    public void Lifecycle_steps_are_shown_in_the_text_of_a_plan()
    {
        _container.Stop("INT", TimeSpan.FromSeconds(1.5)).ToString().Should().EndWith(" → stop with INT within 1.5 s");
        _container.Stop().Stop(Timeout.InfiniteTimeSpan).ToString().Should().EndWith(" → stop → stop within any time");
        Container.Find("web").Restart().Kill("9").ToString().Should().Be("find web → restart → kill with 9");
        Image.Pull("a").Create(new ContainerSpec("x") { Name = "web" }).ToString()
            .Should().Be("pull a:latest → create --name web x");
    }
}
