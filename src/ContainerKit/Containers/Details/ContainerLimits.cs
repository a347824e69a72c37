using System.Text.Json;
using ContainerKit.Json;

namespace ContainerKit;

/// <summary>The resource limits of a container. Immutable data.</summary>
public sealed record ContainerLimits
{
    internal ContainerLimits()
    {
    }

    /// <summary>The memory limit in bytes. Null for no limit.</summary>
    public long? MemoryBytes { get; init; }

    /// <summary>
    /// The memory reservation in bytes: the kernel reclaims memory above it when the host runs short. Null for none.
    /// </summary>
    public long? MemoryReservationBytes { get; init; }

    /// <summary>
    /// The limit of memory and swap together, in bytes. -1 for unlimited swap; null for the engine's default.
    /// </summary>
    public long? MemorySwapBytes { get; init; }

    /// <summary>The CPU limit, in CPUs. Null for no limit.</summary>
    public double? Cpus { get; init; }

    /// <summary>The relative CPU weight when CPU time is short. Null for the default, 1024.</summary>
    public long? CpuShares { get; init; }

    /// <summary>The CPUs that the container may use, such as <c>0-2,4</c>. Null for all.</summary>
    public string? CpuSet { get; init; }

    /// <summary>The maximum number of processes and threads. Null for no limit.</summary>
    public long? PidsLimit { get; init; }

    /// <summary>Returns the limits that are set, on one line.</summary>
    public override string ToString()
    {
        var limits = new List<string>();
        if (MemoryBytes is { } memory) limits.Add($"memory {memory}");
        if (MemoryReservationBytes is { } reservation) limits.Add($"memory reservation {reservation}");
        if (MemorySwapBytes is { } swap) limits.Add($"memory and swap {swap}");
        if (Cpus is { } cpus) limits.Add(FormattableString.Invariant($"cpus {cpus}"));
        if (CpuShares is { } shares) limits.Add($"cpu shares {shares}");
        if (CpuSet is { } cpuSet) limits.Add($"cpu set {cpuSet}");
        if (PidsLimit is { } pids) limits.Add($"pids {pids}");
        return limits.Count == 0 ? "no limits" : string.Join(", ", limits);
    }

    internal static ContainerLimits Read(JsonElement host) => new()
    {
        MemoryBytes = PositiveOrNull(host.GetInt64OrDefault("Memory")),
        MemoryReservationBytes = PositiveOrNull(host.GetInt64OrDefault("MemoryReservation")),
        MemorySwapBytes = host.GetInt64OrDefault("MemorySwap") is not 0 and var swap ? swap : null,
        Cpus = ReadCpus(host),
        CpuShares = PositiveOrNull(host.GetInt64OrDefault("CpuShares")),
        CpuSet = host.GetStringOrEmpty("CpusetCpus") is { Length: > 0 } cpuSet ? cpuSet : null,
        PidsLimit = PositiveOrNull(host.GetInt64OrDefault("PidsLimit")),
    };

    // A CPU limit is set as NanoCpus or as a quota with a period. The engine reports the form that was used.
    private static double? ReadCpus(JsonElement host)
    {
        if (PositiveOrNull(host.GetInt64OrDefault("NanoCpus")) is { } nano) return nano / 1e9;
        if (PositiveOrNull(host.GetInt64OrDefault("CpuQuota")) is not { } quota) return null;
        return quota / (double)(PositiveOrNull(host.GetInt64OrDefault("CpuPeriod")) ?? 100_000);
    }

    private static long? PositiveOrNull(long number) => number > 0 ? number : null;
}
