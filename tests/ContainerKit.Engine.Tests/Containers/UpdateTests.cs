using System.Globalization;

namespace ContainerKit.Engine.Tests.Containers;

/// <summary>Changes of an existing container: its name, its limits and its restart policy.</summary>
public sealed class UpdateTests : EngineTest
{
    [DockerFact]
    public async Task Renamed_container_has_its_new_name_everywhere()
    {
        await using var container = await Image.Pull(Busybox).Create(Spec("true") with { Name = Unique("old") });

        await container.RenameAsync(Unique("new"), Token);

        (container.Name, (await container.InspectAsync(Token)).Name).Should().Be((Unique("new"), Unique("new")));
        (await InspectAsync(Unique("new"))).GetProperty("Id").GetString().Should().Be(container.Id);
        container.ToString().Should().StartWith(Unique("new"));
        (await DockerCli.ExistsAsync(Unique("old"))).Should().BeFalse();
    }

    [DockerFact]
    public async Task Renaming_to_a_used_or_invalid_name_throws_and_keeps_the_old_name()
    {
        await using var container = await Image.Pull(Busybox).Create(Spec("true") with { Name = Unique("mine") });
        await using var other = await Image.Pull(Busybox).Create(Spec("true") with { Name = Unique("other") });

        var conflict = await FluentActions.Awaiting(() => container.RenameAsync(Unique("other"), Token))
            .Should().ThrowAsync<NameConflictException>();
        await FluentActions.Awaiting(() => container.RenameAsync("no good", Token)).Should().ThrowAsync<ArgumentException>();

        conflict.Which.Name.Should().Be(Unique("other"));
        (container.Name, (await container.InspectAsync(Token)).Name).Should().Be((Unique("mine"), Unique("mine")));
    }

    [DockerFact]
    [Requires(EngineFeature.ResourceLimits, EngineFeature.CheckedUpdates)]
    public async Task Limits_and_restart_policy_of_a_running_container_can_be_updated()
    {
        await using var container = await SleeperAsync();

        await container.UpdateAsync(new ContainerUpdate
        {
            MemoryBytes = 64 << 20,
            MemoryReservationBytes = 32 << 20,
            MemorySwapBytes = 64 << 20,
            Cpus = 0.5,
            CpuSet = "0",
            PidsLimit = 50,
            Restart = RestartPolicy.OnFailure,
            MaximumRetryCount = 3,
        }, Token);

        const string Script = "cat /sys/fs/cgroup/memory/memory.limit_in_bytes /sys/fs/cgroup/memory.max 2>/dev/null || true";
        (await container.ExecAsync(["sh", "-c", Script], Token)).Stdout.Trim()
            .Should().BeOneOf((64 << 20).ToString(CultureInfo.InvariantCulture), "");
        (await DockerCli.GetOutputAsync("inspect", "--format",
            "{{.HostConfig.Memory}} {{.HostConfig.MemoryReservation}} {{.HostConfig.MemorySwap}} {{.HostConfig.NanoCpus}} "
            + "{{.HostConfig.CpusetCpus}} {{.HostConfig.PidsLimit}} "
            + "{{.HostConfig.RestartPolicy.Name}}:{{.HostConfig.RestartPolicy.MaximumRetryCount}}",
            container.Id)).Should().Be("67108864 33554432 67108864 500000000 0 50 on-failure:3");
        var details = await container.InspectAsync(Token);
        details.Limits.Should().BeEquivalentTo(new
        {
            MemoryBytes = 64L << 20,
            MemoryReservationBytes = 32L << 20,
            MemorySwapBytes = 64L << 20,
            Cpus = 0.5,
            CpuSet = "0",
            PidsLimit = 50L,
            CpuShares = default(long?),
        });
        (details.Restart, details.MaximumRetryCount, details.State)
            .Should().Be((RestartPolicy.OnFailure, 3, ContainerState.Running));

        await container.UpdateAsync(new ContainerUpdate { Restart = RestartPolicy.No, CpuShares = 512 }, Token);
        details = await container.InspectAsync(Token);
        (details.Restart, details.Limits.CpuShares, details.Limits.MemoryBytes).Should().Be((RestartPolicy.No, 512, 64L << 20));
    }

    [DockerFact]
    [Requires(EngineFeature.CheckedUpdates)]
    public async Task Memory_limit_above_the_swap_limit_throws_with_a_hint_at_MemorySwapBytes()
    {
        await using var container = await Image.Pull(Busybox).Create(Spec("true") with { MemoryBytes = 32 << 20 });

        var update = new ContainerUpdate { MemoryBytes = 512 << 20 };
        var failure = await FluentActions.Awaiting(() => container.UpdateAsync(update, Token))
            .Should().ThrowAsync<EngineApiException>();

        failure.Which.Message.Should().Contain("ContainerUpdate.MemorySwapBytes").And.Contain(container.Name);
        await container.UpdateAsync(new ContainerUpdate { MemoryBytes = 512 << 20, MemorySwapBytes = -1 }, Token);
        (await container.InspectAsync(Token)).Limits.Should().BeEquivalentTo(
            new { MemoryBytes = 512L << 20, MemorySwapBytes = -1L });
    }

    [DockerFact]
    [Requires(EngineFeature.Updates)]
    public async Task Plan_can_update_and_rename_a_container()
    {
        await using var container = await Image.Pull(Busybox).Create(Spec("true"))
            .Update(new ContainerUpdate { MemoryBytes = 32 << 20, MemorySwapBytes = 32 << 20 }).Rename(Unique("plan"));

        (await DockerCli.GetOutputAsync("inspect", "--format", "{{.HostConfig.Memory}}", Unique("plan"))).Should().Be("33554432");
    }
}
