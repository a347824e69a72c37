using System.Text.Json;
using ContainerKit.Json;

namespace ContainerKit;

/// <summary>What a container may use of its host. Plain data.</summary>
public sealed record ContainerLimits
{
    internal ContainerLimits()
    {
    }

    /// <summary>The most memory, in bytes; null for no limit.</summary>
    public long? MemoryBytes { get; init; }

    /// <summary>What it is pressed down to when the host runs short of memory, in bytes; null for nothing.</summary>
    public long? MemoryReservationBytes { get; init; }

    /// <summary>The most memory and swap together, in bytes; -1 for as much swap as there is, null for the engine's default.</summary>
    public long? MemorySwapBytes { get; init; }

    /// <summary>The most CPU time, in CPUs; null for no limit.</summary>
    public double? Cpus { get; init; }

    /// <summary>Its weight among others when CPUs are short; null for the default of 1024.</summary>
    public long? CpuShares { get; init; }

    /// <summary>The CPUs it may run on, such as <c>0-2,4</c>; null for all.</summary>
    public string? CpuSet { get; init; }

    /// <summary>The most processes and threads; null for no limit.</summary>
    public long? PidsLimit { get; init; }

    /// <summary>The limits that are set, on one line.</summary>
    public override string ToString()
    {
        var set = new List<string>();
        if (MemoryBytes is { } memory) set.Add($"memory {memory}");
        if (MemoryReservationBytes is { } reservation) set.Add($"memory reservation {reservation}");
        if (MemorySwapBytes is { } swap) set.Add($"memory and swap {swap}");
        if (Cpus is { } cpus) set.Add(FormattableString.Invariant($"cpus {cpus}"));
        if (CpuShares is { } shares) set.Add($"cpu shares {shares}");
        if (CpuSet is { } cpuSet) set.Add($"cpu set {cpuSet}");
        if (PidsLimit is { } pids) set.Add($"pids {pids}");
        return set.Count == 0 ? "no limits" : string.Join(", ", set);
    }

    internal static ContainerLimits Read(JsonElement host) => new()
    {
        MemoryBytes = PositiveOrNull(host.GetInt64OrDefault("Memory")),
        MemoryReservationBytes = PositiveOrNull(host.GetInt64OrDefault("MemoryReservation")),
        MemorySwapBytes = host.GetInt64OrDefault("MemorySwap") is not 0 and var swap ? swap : null,
        Cpus = ReadCpus(host),
        CpuShares = PositiveOrNull(host.GetInt64OrDefault("CpuShares")),
        CpuSet = host.GetStringOrEmpty("CpusetCpus") is { Length: > 0 } set ? set : null,
        PidsLimit = PositiveOrNull(host.GetInt64OrDefault("PidsLimit")),
    };

    // Two ways to say one thing: engines keep the one that was used.
    private static double? ReadCpus(JsonElement host)
    {
        if (PositiveOrNull(host.GetInt64OrDefault("NanoCpus")) is { } nano) return nano / 1e9;
        return PositiveOrNull(host.GetInt64OrDefault("CpuQuota")) is { } quota ? quota / (double)(PositiveOrNull(host.GetInt64OrDefault("CpuPeriod")) ?? 100_000) : null;
    }

    private static long? PositiveOrNull(long number) => number > 0 ? number : null;
}
