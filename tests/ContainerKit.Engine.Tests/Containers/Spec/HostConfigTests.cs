using System.Globalization;
using System.Text.Json;

namespace ContainerKit.Engine.Tests.Containers.Spec;

/// <summary>The options of a spec for the host: limits, privileges and restarts.</summary>
public sealed class HostConfigTests : EngineTest
{
    [DockerFact]
    public async Task Memory_and_CPU_limits_are_set_in_the_host_configuration()
    {
        var host = await HostConfigAsync(Spec("sleep", "infinity") with { MemoryBytes = 64 << 20, Cpus = 0.5 });

        host.GetProperty("Memory").GetInt64().Should().Be(64 << 20);
        host.GetProperty("NanoCpus").GetInt64().Should().Be(500_000_000);
    }

    [DockerFact]
    public async Task Container_without_limits_is_unlimited_and_not_privileged()
    {
        var host = await HostConfigAsync(Spec("sleep", "infinity"));

        host.GetProperty("Memory").GetInt64().Should().Be(0);
        host.GetProperty("NanoCpus").GetInt64().Should().Be(0);
        host.GetProperty("Privileged").GetBoolean().Should().BeFalse();
    }

    [DockerFact]
    public async Task Restart_policy_is_set_in_the_host_configuration()
    {
        (await PolicyAsync(RestartPolicy.No)).Should().Be("no");
        (await PolicyAsync(RestartPolicy.OnFailure)).Should().Be("on-failure");
        (await PolicyAsync(RestartPolicy.Always)).Should().Be("always");
        (await PolicyAsync(RestartPolicy.UnlessStopped)).Should().Be("unless-stopped");

        async Task<string?> PolicyAsync(RestartPolicy policy) =>
            (await HostConfigAsync(Spec("sleep", "infinity") with { Restart = policy }))
                .GetProperty("RestartPolicy").GetProperty("Name").GetString();
    }

    [DockerFact]
    public async Task Restart_policy_OnFailure_restarts_a_container_until_it_succeeds()
    {
        const string FailsTheFirstTime = "[ -e /seen ] || { touch /seen; exit 1; }";
        await using var container = await Image.Pull(Busybox)
            .Run(Spec("sh", "-c", FailsTheFirstTime) with { Restart = RestartPolicy.OnFailure });

        await UntilAsync(async () => await container.InspectAsync(Token) is { State: ContainerState.Exited, ExitCode: 0 });

        (await container.InspectAsync(Token)).RestartCount.Should().Be(1);
    }

    [DockerFact]
    public async Task Command_of_a_container_with_an_init_process_does_not_have_PID_1()
    {
        (await Image.Pull(Busybox).Run(Spec("sh", "-c", "echo $$") with { Init = true }).Output()).Should().NotBe("1\n");
        (await Image.Pull(Busybox).Run(Spec("sh", "-c", "echo $$") with { Init = false }).Output()).Should().Be("1\n");
    }

    [DockerFact]
    public async Task Capabilities_are_dropped_and_added()
    {
        // Capability 0 is CHOWN.
        (await CapabilitiesAsync(Spec() with { DropCapabilities = ["ALL"] })).Should().Be(0);
        (await CapabilitiesAsync(Spec() with { DropCapabilities = ["ALL"], AddCapabilities = ["CHOWN"] })).Should().Be(1);
    }

    [DockerFact]
    public async Task Privileged_is_set_in_the_host_configuration()
    {
        var name = Unique("privileged");
        var plan = Image.Pull(Busybox).Run(Spec("sleep", "infinity") with { Name = name, Privileged = true }).KeepOnFailure();

        // An engine that lacks privileges itself rejects the start. The container has its configuration in both cases.
        try
        {
            await plan.ExecuteAsync(Token);
        }
        catch (EngineApiException e)
        {
            e.EngineMessage.Should().ContainAny("caps", "operation not permitted");
        }

        (await InspectAsync(name)).GetProperty("HostConfig").GetProperty("Privileged").GetBoolean().Should().BeTrue();
        await DockerCli.GetOutputAsync("rm", "-f", name);
    }

    private async Task<JsonElement> HostConfigAsync(ContainerSpec spec)
    {
        await using var container = await Image.Pull(Busybox).Run(spec).ExecuteAsync(Token);
        return (await InspectAsync(container.Id)).GetProperty("HostConfig");
    }

    private async Task<long> CapabilitiesAsync(ContainerSpec spec)
    {
        var status = await Image.Pull(Busybox)
            .Run(spec with { Entrypoint = ["grep", "CapEff", "/proc/self/status"] }).Output().ExecuteAsync(Token);
        return long.Parse(status.Split('\t')[1],
            NumberStyles.HexNumber | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture);
    }
}
