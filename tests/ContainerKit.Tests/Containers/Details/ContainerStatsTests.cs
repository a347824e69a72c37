using System.Text.Json;

namespace ContainerKit.Tests.Containers.Details;

/// <summary>The calculations of <c>docker stats</c>, on responses of engines that the tests cannot run.</summary>
public sealed class ContainerStatsTests
{
    [Fact]
    public void CPU_percentage_is_container_CPU_time_relative_to_host_CPU_time()
    {
        var stats = Read("""
            {
              "read": "2026-01-02T03:04:06Z", "preread": "2026-01-02T03:04:05Z",
              "cpu_stats": { "cpu_usage": { "total_usage": 1500000000 }, "system_cpu_usage": 20000000000, "online_cpus": 4 },
              "precpu_stats": { "cpu_usage": { "total_usage": 1000000000 }, "system_cpu_usage": 16000000000, "online_cpus": 4 }
            }
            """);

        (stats.CpuPercent, stats.CpuTime, stats.OnlineCpus).Should().Be((50.0, TimeSpan.FromSeconds(1.5), 4));
    }

    [Fact]
    public void CPU_percentage_without_online_cpus_uses_the_number_of_per_CPU_values() =>
        Read("""
            {
              "read": "2026-01-02T03:04:06Z", "preread": "2026-01-02T03:04:05Z",
              "cpu_stats": { "cpu_usage": { "total_usage": 200, "percpu_usage": [100, 100] }, "system_cpu_usage": 1000 },
              "precpu_stats": { "cpu_usage": { "total_usage": 100 }, "system_cpu_usage": 800 }
            }
            """).CpuPercent.Should().Be(100);

    [Theory]
    [InlineData("""{ "read": "2026-01-02T03:04:06Z", "preread": "0001-01-01T00:00:00Z", "cpu_stats": """ +
        """{ "cpu_usage": { "total_usage": 200 }, "system_cpu_usage": 1000, "online_cpus": 2 } }""")]
    [InlineData("""{ "read": "0001-01-01T00:00:00Z", "preread": "2026-01-02T03:04:05Z", "precpu_stats": """ +
        """{ "cpu_usage": { "total_usage": 200 }, "system_cpu_usage": 1000 } }""")]
    [InlineData("{}")]
    [InlineData("null")]
    public void CPU_percentage_without_two_readings_is_zero(string json) => Read(json).CpuPercent.Should().Be(0);

    [Fact]
    public void Windows_container_stats_are_read_in_ticks() =>
        Read("""
            {
              "read": "2026-01-02T03:04:06Z", "preread": "2026-01-02T03:04:05Z", "num_procs": 2,
              "cpu_stats": { "cpu_usage": { "total_usage": 5000000 } }, "precpu_stats": { "cpu_usage": { "total_usage": 0 } },
              "memory_stats": { "privateworkingset": 1000 }, "storage_stats": { "read_size_bytes": 7, "write_size_bytes": 8 }
            }
            """).Should().BeEquivalentTo(new { CpuPercent = 25.0, MemoryBytes = 1000L, BlockReadBytes = 7L, BlockWrittenBytes = 8L });

    [Theory]
    [InlineData("""{ "usage": 1000, "limit": 2000, "stats": { "total_inactive_file": 300, "inactive_file": 200 } }""", 700, 35.0)]
    [InlineData("""{ "usage": 1000, "limit": 2000, "stats": { "inactive_file": 200 } }""", 800, 40.0)]
    [InlineData("""{ "usage": 1000, "limit": 2000, "stats": { "total_inactive_file": 5000 } }""", 1000, 50.0)]
    [InlineData("""{ "usage": 1000, "limit": 0, "stats": {} }""", 1000, 0.0)]
    [InlineData("""{ "usage": 1000, "limit": 4000 }""", 1000, 25.0)]
    public void Memory_usage_excludes_the_inactive_file_cache(string memory, long bytes, double percent)
    {
        var stats = Read($$"""{ "memory_stats": {{memory}} }""");

        (stats.MemoryBytes, stats.MemoryPercent).Should().Be((bytes, percent));
    }

    [Fact]
    public void Block_and_network_stats_are_summed_over_all_devices() =>
        Read("""
            {
              "blkio_stats": { "io_service_bytes_recursive": [
                { "op": "Read", "value": 1 }, { "op": "Write", "value": 10 }, { "op": "Sync", "value": 100 },
                { "op": "read", "value": 2 }, { "op": "write", "value": 20 }, { "op": "", "value": 9 } ] },
              "networks": { "eth0": { "rx_bytes": 3, "tx_bytes": 4 }, "eth1": { "rx_bytes": 30, "tx_bytes": 40 } },
              "pids_stats": { "current": 5, "limit": 18446744073709551615 }
            }
            """).Should().BeEquivalentTo(new
        {
            BlockReadBytes = 3L,
            BlockWrittenBytes = 30L,
            NetworkReceivedBytes = 33L,
            NetworkSentBytes = 44L,
            ProcessCount = 5,
        });

    private static ContainerStats Read(string json) => ContainerStats.Read(JsonDocument.Parse(json).RootElement);
}
