using System.Text.Json;

namespace ContainerKit.Engine.Tests.Containers.Spec;

/// <summary>The resource limits of a container.</summary>
public sealed class LimitTests : EngineTest
{
    [DockerFact]
    [Requires(EngineFeature.ResourceLimits)]
    public async Task Memory_CPU_and_process_limits_are_set_in_the_host_configuration()
    {
        var host = await HostConfigAsync(Spec("sleep", "infinity") with
        {
            MemoryBytes = 64 << 20,
            MemorySwapBytes = 96 << 20,
            MemoryReservationBytes = 32 << 20,
            Cpus = 0.5,
            CpuSet = "0",
            CpuShares = 512,
            PidsLimit = 33,
            OomScoreAdjust = 500,
        });

        Number(host, "Memory").Should().Be(64 << 20);
        Number(host, "MemorySwap").Should().Be(96 << 20);
        Number(host, "MemoryReservation").Should().Be(32 << 20);
        Number(host, "NanoCpus").Should().Be(500_000_000);
        host.GetProperty("CpusetCpus").GetString().Should().Be("0");
        Number(host, "CpuShares").Should().Be(512);
        Number(host, "PidsLimit").Should().Be(33);
        Number(host, "OomScoreAdj").Should().Be(500);
    }

    [DockerFact]
    [Requires(EngineFeature.ResourceLimits)]
    public async Task Limits_apply_inside_the_container()
    {
        const string Script =
            "ulimit -Sn; ulimit -Hn; df -k /dev/shm | tail -1 | awk '{print $2}'; cat /proc/self/oom_score_adj; "
            + "grep Cpus_allowed_list /proc/self/status | cut -f2";
        var output = await Image.Pull(Busybox).Run(Spec("sh", "-c", Script) with
        {
            Ulimits = ["nofile=1024:4096"],
            ShmSizeBytes = 16 << 20,
            OomScoreAdjust = 500,
            CpuSet = "0",
        }).Output();

        output.Should().Be("1024\n4096\n16384\n500\n0\n");
    }

    [DockerFact]
    [Requires(EngineFeature.ResourceLimits)]
    public async Task Process_limit_makes_an_excess_fork_fail()
    {
        var result = await Image.Pull(Busybox).Run(Spec("sh", "-c", "for i in 1 2 3 4 5 6 7 8; do sleep 5 & done")
            with
        { PidsLimit = 4 }).ToCompletion(ExitCodes.Any);

        result.ExitCode.Should().NotBe(0);
        result.Stderr.Should().Contain("fork");
    }

    [DockerFact]
    public async Task Restart_policy_stops_after_the_maximum_retry_count()
    {
        await using var container = await Image.Pull(Busybox)
            .Run(Spec("false") with { Restart = RestartPolicy.OnFailure, MaximumRetryCount = 2 });

        await UntilAsync(async () => await container.InspectAsync(Token) is { State: ContainerState.Exited, RestartCount: 2 });

        var policy = (await InspectAsync(container.Id)).GetProperty("HostConfig").GetProperty("RestartPolicy");
        (policy.GetProperty("Name").GetString(), Number(policy, "MaximumRetryCount")).Should().Be(("on-failure", 2));
    }

    private async Task<JsonElement> HostConfigAsync(ContainerSpec spec)
    {
        await using var container = await Image.Pull(Busybox).Run(spec).ExecuteAsync(Token);
        return (await InspectAsync(container.Id)).GetProperty("HostConfig");
    }

    private static long Number(JsonElement json, string name) => json.GetProperty(name).GetInt64();
}
