using System.Globalization;

namespace ContainerKit.Engine.Tests.Containers;

public sealed class StatsTests : EngineTest
{
    [DockerFact]
    [Requires(EngineFeature.Cgroups)]
    public async Task Stats_match_those_of_the_Docker_CLI()
    {
        var spec = Spec("sh", "-c", "head -c 5000000 /dev/zero > /file; sync; while :; do :; done")
            with
        { MemoryBytes = 64 << 20 };
        await using var container = await Image.Pull(Busybox).Run(spec);
        await UntilAsync(async () => (await container.ExecAsync(["stat", "-c", "%s", "/file"], Token)).Stdout == "5000000\n");

        var stats = await container.StatsAsync(Token);

        var expected = (await DockerCli.GetOutputAsync("stats", "--no-stream",
            "--format", "{{.CPUPerc}}\t{{.MemPerc}}\t{{.PIDs}}\t{{.MemUsage}}", container.Id)).Split('\t');
        // The two readings are taken at different times, so they are compared with a tolerance.
        stats.CpuPercent.Should().BeGreaterThan(5).And.BeLessThanOrEqualTo(stats.OnlineCpus * 100 + 5);
        stats.MemoryPercent.Should().BeApproximately(double.Parse(expected[1].TrimEnd('%'), CultureInfo.InvariantCulture), 2);
        stats.ProcessCount.Should().Be(int.Parse(expected[2], CultureInfo.InvariantCulture));
        expected[3].Should().EndWith("/ 64MiB");
        stats.Should().Match<ContainerStats>(s => s.MemoryLimitBytes == 64 << 20
            && s.MemoryBytes > 0 && s.MemoryBytes < 20 << 20 && s.CpuTime > TimeSpan.Zero && s.ReadAt != null);
        stats.ToString().Should().MatchRegex(@"^CPU [\d.]+ %, memory \d+ of 67108864 bytes \([\d.]+ %\), 1 processes$");
    }

    [DockerFact]
    public async Task Stats_stream_continues_until_the_container_stops()
    {
        await using var container = await SleeperAsync();
        var readings = new List<ContainerStats>();

        await foreach (var reading in container.FollowStatsAsync(Token))
        {
            readings.Add(reading);
            if (readings.Count == 2) await container.KillAsync(Token);
        }

        readings.Count.Should().BeGreaterThanOrEqualTo(2);
        readings[0].CpuPercent.Should().Be(0, "the first reading has no earlier one to compare with");
        readings.Select(reading => reading.ReadAt).Should().BeInAscendingOrder().And.NotContainNulls();
        (await container.FollowStatsAsync(Token).CountAsync(Token)).Should().Be(0);
        (await container.StatsAsync(Token)).Should().BeEquivalentTo(
            new { ReadAt = default(DateTimeOffset?), CpuPercent = 0.0, MemoryBytes = 0L, ProcessCount = 0 });
    }

    [DockerFact]
    public async Task Stats_stream_can_be_left_or_canceled_and_throws_for_a_removed_container()
    {
        var container = await SleeperAsync();
        await using (container)
        {
            await foreach (var _ in container.FollowStatsAsync(Token)) break;

            using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
            var follow = async () =>
            {
                await foreach (var _ in container.FollowStatsAsync(cancel.Token)) await cancel.CancelAsync();
            };
            (await follow.Should().ThrowAsync<OperationCanceledException>()).Which.CancellationToken.Should().Be(cancel.Token);
        }

        await FluentActions.Awaiting(async () => await container.FollowStatsAsync(Token).CountAsync(Token))
            .Should().ThrowAsync<ContainerNotFoundException>();
        await FluentActions.Awaiting(() => container.StatsAsync(Token)).Should().ThrowAsync<ContainerNotFoundException>();
    }

    [DockerFact]
    public async Task Stats_count_network_traffic()
    {
        // Podman does not give the right to send pings by default.
        await using var container = await Image.Pull(Busybox)
            .Run(Spec("sleep", "infinity") with { Customize = request => request.HostConfig!.CapAdd = ["NET_RAW"] });
        var before = await container.StatsAsync(Token);
        var gateway = (await container.InspectAsync(Token)).Networks.Values.Single().Gateway;

        var ping = await container.ExecAsync(["ping", "-c", "5", "-i", "0.1", "-s", "1000", $"{gateway}"], Token);

        // A busy machine may lose some of the packets. Two of them are enough.
        ping.Stdout.Should().MatchRegex("[2-5] packets received");
        // The reading that a busy engine returns first may be from the middle of the traffic.
        var after = await container.FollowStatsAsync(Token).FirstAsync(
            stats => stats.NetworkSentBytes - before.NetworkSentBytes >= 2000
                && stats.NetworkReceivedBytes - before.NetworkReceivedBytes >= 2000, Token);
        after.NetworkSentBytes.Should().BeLessThan(before.NetworkSentBytes + 1_000_000);
    }
}
