using System.Globalization;
using System.Text.Json;
using ContainerKit.Json;

namespace ContainerKit;

/// <summary>
/// The resource usage of a container at one moment, calculated as <c>docker stats</c> does. Immutable data.
/// </summary>
public sealed record ContainerStats
{
    internal ContainerStats()
    {
    }

    /// <summary>The time of the reading. Null if the container does not run; then all values are 0.</summary>
    public DateTimeOffset? ReadAt { get; init; }

    /// <summary>
    /// The CPU usage since the previous reading, in percent of one CPU: 200 is two CPUs. 0 if there was no previous
    /// reading.
    /// </summary>
    public double CpuPercent { get; init; }

    /// <summary>The total CPU time since the start of the container.</summary>
    public TimeSpan CpuTime { get; init; }

    /// <summary>The number of CPUs of the host.</summary>
    public int OnlineCpus { get; init; }

    /// <summary>The memory in use, in bytes. File cache that the kernel can reclaim is not included.</summary>
    public long MemoryBytes { get; init; }

    /// <summary>The memory limit in bytes. Without a limit, the memory of the host.</summary>
    public long MemoryLimitBytes { get; init; }

    /// <summary>The memory in use, in percent of <see cref="MemoryLimitBytes"/>.</summary>
    public double MemoryPercent => MemoryLimitBytes == 0 ? 0 : MemoryBytes * 100.0 / MemoryLimitBytes;

    /// <summary>The number of bytes received over all networks since the start.</summary>
    public long NetworkReceivedBytes { get; init; }

    /// <summary>The number of bytes sent over all networks since the start.</summary>
    public long NetworkSentBytes { get; init; }

    /// <summary>The number of bytes read from disks since the start.</summary>
    public long BlockReadBytes { get; init; }

    /// <summary>The number of bytes written to disks since the start.</summary>
    public long BlockWrittenBytes { get; init; }

    /// <summary>The number of processes and threads.</summary>
    public int ProcessCount { get; init; }

    /// <summary>Returns the main values on one line.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"CPU {CpuPercent:0.00} %, memory {MemoryBytes} of {MemoryLimitBytes} bytes ({MemoryPercent:0.00} %), "
            + $"{ProcessCount} processes");

    internal static ContainerStats Read(JsonElement json)
    {
        var (cpu, memory) = (json.GetPropertyOrDefault("cpu_stats"), json.GetPropertyOrDefault("memory_stats"));
        return new ContainerStats
        {
            ReadAt = json.GetTimeOrNull("read"),
            CpuPercent = ReadCpuPercent(json, cpu, json.GetPropertyOrDefault("precpu_stats")),
            CpuTime = TimeSpan.FromTicks(
                cpu.GetPropertyOrDefault("cpu_usage").GetInt64OrDefault("total_usage") / TimeSpan.NanosecondsPerTick),
            OnlineCpus = (int)ReadOnlineCpus(cpu),
            MemoryBytes = ReadMemory(memory),
            MemoryLimitBytes = memory.GetInt64OrDefault("limit"),
            NetworkReceivedBytes = json.EnumerateProperties("networks").SumOf(network => network.Value.GetInt64OrDefault("rx_bytes")),
            NetworkSentBytes = json.EnumerateProperties("networks").SumOf(network => network.Value.GetInt64OrDefault("tx_bytes")),
            BlockReadBytes = ReadBlocks(json, 'r', json.GetPropertyOrDefault("storage_stats").GetInt64OrDefault("read_size_bytes")),
            BlockWrittenBytes = ReadBlocks(json, 'w', json.GetPropertyOrDefault("storage_stats").GetInt64OrDefault("write_size_bytes")),
            ProcessCount = (int)Math.Max(
                json.GetPropertyOrDefault("pids_stats").GetInt64OrDefault("current"), json.GetInt64OrDefault("num_procs")),
        };
    }

    private static double ReadCpuPercent(JsonElement json, JsonElement now, JsonElement before)
    {
        // The container's share of the CPU time that passed on the host. Without a previous reading there is no share.
        if (json.GetTimeOrNull("preread") is not { } since || json.GetTimeOrNull("read") is not { } until) return 0;
        var used = now.GetPropertyOrDefault("cpu_usage").GetInt64OrDefault("total_usage")
            - before.GetPropertyOrDefault("cpu_usage").GetInt64OrDefault("total_usage");
        if (used <= 0) return 0;
        if (now.GetInt64OrDefault("system_cpu_usage") - before.GetInt64OrDefault("system_cpu_usage") is > 0 and var elapsed)
            return (double)used / elapsed * ReadOnlineCpus(now) * 100;
        // Windows reports no system CPU usage but the number of CPUs, and CPU times in ticks.
        var available = (until - since).Ticks * json.GetInt64OrDefault("num_procs");
        return available > 0 ? (double)used / available * 100 : 0;
    }

    private static long ReadOnlineCpus(JsonElement cpu) =>
        cpu.GetInt64OrDefault("online_cpus") is > 0 and var online
            ? online
            : cpu.GetPropertyOrDefault("cpu_usage").EnumerateItems("percpu_usage").Count();

    private static long ReadMemory(JsonElement memory)
    {
        var usage = memory.GetInt64OrDefault("usage");
        if (usage == 0) return memory.GetInt64OrDefault("privateworkingset");
        // cgroup v1 reports total_inactive_file, which includes child groups; cgroup v2 reports inactive_file.
        foreach (var name in new[] { "total_inactive_file", "inactive_file" })
        {
            if (memory.GetPropertyOrDefault("stats").GetInt64OrNull(name) is { } cached && cached < usage) return usage - cached;
        }

        return usage;
    }

    private static long ReadBlocks(JsonElement json, char operation, long storageBytes) =>
        storageBytes + json.GetPropertyOrDefault("blkio_stats").EnumerateItems("io_service_bytes_recursive")
            .Where(entry => entry.GetStringOrEmpty("op") is [var first, ..] && char.ToLowerInvariant(first) == operation)
            .SumOf(entry => entry.GetInt64OrDefault("value"));
}
