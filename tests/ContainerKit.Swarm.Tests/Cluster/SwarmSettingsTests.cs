namespace ContainerKit.Swarm.Tests.Cluster;

/// <summary>The settings and the root certificate of a swarm, compared with the Docker CLI.</summary>
public sealed class SwarmSettingsTests : SwarmTest
{
    [SwarmFact]
    public async Task Updating_one_setting_keeps_the_others()
    {
        var before = await Manager.InspectSwarmAsync(Token);
        before.DispatcherHeartbeat.Should().Be(TimeSpan.FromSeconds(2), "eng/swarm.sh sets it");

        await Manager.UpdateSwarmAsync(new SwarmUpdate { TaskHistoryLimit = before.TaskHistoryLimit + 1 }, Token);

        var after = await Manager.InspectSwarmAsync(Token);
        after.Should().BeEquivalentTo(
            before, options => options.Excluding(swarm => swarm.TaskHistoryLimit).Excluding(swarm => swarm.UpdatedAt));
        (await SwarmCli.GetOutputAsync("info", "--format", "{{.Swarm.Cluster.Spec.Orchestration.TaskHistoryRetentionLimit}}"))
            .Should().Be($"{before.TaskHistoryLimit + 1}").And.Be($"{after.TaskHistoryLimit}");
        await Manager.UpdateSwarmAsync(new SwarmUpdate { TaskHistoryLimit = before.TaskHistoryLimit }, Token);
    }

    [SwarmFact]
    public async Task Rotated_root_certificate_is_used_by_all_nodes()
    {
        var before = await Manager.InspectSwarmAsync(Token);

        var after = await Manager.RotateSwarmRootAsync(Token);

        after.IsRootRotationInProgress.Should().BeFalse();
        after.RootCertificate.Should().StartWith("-----BEGIN CERTIFICATE-----").And.NotBe(before.RootCertificate);
        after.RootCertificate.Trim().Should().Be(await SwarmCli.GetOutputAsync("swarm", "ca"));
        (await Manager.ListNodesAsync(Token)).Should().OnlyContain(node => node.TrustRoot == after.RootCertificate);
    }
}
