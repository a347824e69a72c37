using System.Globalization;
using System.Text.Json;
using ContainerKit.Json;

namespace ContainerKit;

/// <summary>What a container used of its host at one moment, worked out as the docker command does it. Plain data.</summary>
public sealed record ContainerStats
{
    internal ContainerStats()
    {
    }

    /// <summary>When it was read; null for a container that does not run, whose figures are all 0.</summary>
    public DateTimeOffset? ReadAt { get; init; }

    /// <summary>
    /// How much of a CPU's time it used since the reading before: 100 is one CPU, 200 are two. 0 where there was none before.
    /// </summary>
    public double CpuPercent { get; init; }

    /// <summary>All CPU time that it has used since its start.</summary>
    public TimeSpan CpuTime { get; init; }

    /// <summary>How many CPUs its host has.</summary>
    public int OnlineCpus { get; init; }

    /// <summary>The memory that it uses, in bytes; files that the kernel keeps in memory and can let go of are not counted.</summary>
    public long MemoryBytes { get; init; }

    /// <summary>The most memory that it may use, in bytes: its limit, or else all that the host has.</summary>
    public long MemoryLimitBytes { get; init; }

    /// <summary>How much of <see cref="MemoryLimitBytes"/> it uses, in percent.</summary>
    public double MemoryPercent => MemoryLimitBytes == 0 ? 0 : MemoryBytes * 100.0 / MemoryLimitBytes;

    /// <summary>What it has received over its networks since its start, in bytes.</summary>
    public long NetworkReceivedBytes { get; init; }

    /// <summary>What it has sent over its networks since its start, in bytes.</summary>
    public long NetworkSentBytes { get; init; }

    /// <summary>What it has read from disks since its start, in bytes.</summary>
    public long BlockReadBytes { get; init; }

    /// <summary>What it has written to disks since its start, in bytes.</summary>
    public long BlockWrittenBytes { get; init; }

    /// <summary>How many processes and threads it has.</summary>
    public int ProcessCount { get; init; }

    /// <summary>The main figures on one line.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"CPU {CpuPercent:0.00} %, memory {MemoryBytes} of {MemoryLimitBytes} bytes ({MemoryPercent:0.00} %), {ProcessCount} processes");

    internal static ContainerStats Read(JsonElement json)
    {
        var (cpu, memory) = (json.GetPropertyOrDefault("cpu_stats"), json.GetPropertyOrDefault("memory_stats"));
        return new ContainerStats
        {
            ReadAt = json.GetTimeOrNull("read"),
            CpuPercent = ReadCpuPercent(json, cpu, json.GetPropertyOrDefault("precpu_stats")),
            CpuTime = TimeSpan.FromTicks(cpu.GetPropertyOrDefault("cpu_usage").GetInt64OrDefault("total_usage") / TimeSpan.NanosecondsPerTick),
            OnlineCpus = (int)ReadOnlineCpus(cpu),
            MemoryBytes = ReadMemory(memory),
            MemoryLimitBytes = memory.GetInt64OrDefault("limit"),
            NetworkReceivedBytes = json.EnumerateProperties("networks").Sum(network => network.Value.GetInt64OrDefault("rx_bytes")),
            NetworkSentBytes = json.EnumerateProperties("networks").Sum(network => network.Value.GetInt64OrDefault("tx_bytes")),
            BlockReadBytes = ReadBlocks(json, 'r', json.GetPropertyOrDefault("storage_stats").GetInt64OrDefault("read_size_bytes")),
            BlockWrittenBytes = ReadBlocks(json, 'w', json.GetPropertyOrDefault("storage_stats").GetInt64OrDefault("write_size_bytes")),
            ProcessCount = (int)Math.Max(json.GetPropertyOrDefault("pids_stats").GetInt64OrDefault("current"), json.GetInt64OrDefault("num_procs")),
        };
    }

    private static double ReadCpuPercent(JsonElement json, JsonElement now, JsonElement before)
    {
        // A container's share of all the CPU time that passed on its host. What began before all time has no share to tell.
        if (json.GetTimeOrNull("preread") is not { } since || json.GetTimeOrNull("read") is not { } until) return 0;
        var used = now.GetPropertyOrDefault("cpu_usage").GetInt64OrDefault("total_usage") - before.GetPropertyOrDefault("cpu_usage").GetInt64OrDefault("total_usage");
        if (used <= 0) return 0;
        if (now.GetInt64OrDefault("system_cpu_usage") - before.GetInt64OrDefault("system_cpu_usage") is > 0 and var passed) return (double)used / passed * ReadOnlineCpus(now) * 100;
        // Windows tells no such sum, but a count of CPUs; times there are in ticks.
        var possible = (until - since).Ticks * json.GetInt64OrDefault("num_procs");
        return possible > 0 ? (double)used / possible * 100 : 0;
    }

    private static long ReadOnlineCpus(JsonElement cpu) =>
        cpu.GetInt64OrDefault("online_cpus") is > 0 and var online ? online : cpu.GetPropertyOrDefault("cpu_usage").EnumerateItems("percpu_usage").Count();

    private static long ReadMemory(JsonElement memory)
    {
        var usage = memory.GetInt64OrDefault("usage");
        if (usage == 0) return memory.GetInt64OrDefault("privateworkingset");
        // The first is told by version 1 of control groups, where it counts the whole tree, the second by version 2.
        foreach (var name in new[] { "total_inactive_file", "inactive_file" })
        {
            if (memory.GetPropertyOrDefault("stats").GetPropertyOrDefault(name).ValueKind != JsonValueKind.Undefined && memory.GetPropertyOrDefault("stats").GetInt64OrDefault(name) is var cached && cached < usage) return usage - cached;
        }

        return usage;
    }

    private static long ReadBlocks(JsonElement json, char operation, long storageBytes) => storageBytes + json.GetPropertyOrDefault("blkio_stats").EnumerateItems("io_service_bytes_recursive")
        .Where(entry => entry.GetStringOrEmpty("op") is [var first, ..] && char.ToLowerInvariant(first) == operation).Sum(entry => entry.GetInt64OrDefault("value"));
}
