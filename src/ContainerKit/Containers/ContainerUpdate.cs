using ContainerKit.Containers;

namespace ContainerKit;

/// <summary>
/// The changes to the resource limits and the restart policy of a container. Unset properties stay unchanged.
/// Immutable.
/// </summary>
/// <example><code>
/// await container.UpdateAsync(new ContainerUpdate { MemoryBytes = 256 &lt;&lt; 20, MemorySwapBytes = 256 &lt;&lt; 20, Cpus = 0.5 });
/// </code></example>
public sealed record ContainerUpdate
{
    /// <summary>
    /// The memory limit in bytes, at least 6 MiB. It must not exceed the limit of memory and swap together; set
    /// <see cref="MemorySwapBytes"/> too to raise both. Default: unchanged.
    /// </summary>
    public long? MemoryBytes
    {
        get;
        init => field = ResourceLimits.ValidateMemory(value);
    }

    /// <summary>
    /// The memory reservation in bytes: the kernel reclaims memory above it when the host runs short. At least 6 MiB and at
    /// most the memory limit. Default: unchanged.
    /// </summary>
    public long? MemoryReservationBytes
    {
        get;
        init => field = ResourceLimits.ValidateMemoryReservation(value);
    }

    /// <summary>The limit of memory and swap together, in bytes; -1 for unlimited swap. Default: unchanged.</summary>
    public long? MemorySwapBytes
    {
        get;
        init => field = ResourceLimits.ValidateMemorySwap(value);
    }

    /// <summary>The CPU limit, in CPUs: 0.5 is half of one CPU. Default: unchanged.</summary>
    public double? Cpus
    {
        get;
        init => field = ResourceLimits.ValidateCpus(value);
    }

    /// <summary>
    /// The relative CPU weight when CPU time is short, 2 to 262144; the engine's default is 1024. Default: unchanged.
    /// </summary>
    public long? CpuShares
    {
        get;
        init => field = ResourceLimits.ValidateCpuShares(value);
    }

    /// <summary>The CPUs that the container may use, such as <c>0-2,4</c>. Default: unchanged.</summary>
    public string? CpuSet
    {
        get;
        init => field = ResourceLimits.ValidateCpuSet(value);
    }

    /// <summary>The maximum number of processes and threads; -1 for no limit. Default: unchanged.</summary>
    public long? PidsLimit
    {
        get;
        init => field = ResourceLimits.ValidatePids(value);
    }

    /// <summary>The restart policy. Default: unchanged.</summary>
    public RestartPolicy? Restart { get; init; }

    /// <summary>
    /// The maximum number of restarts with <see cref="RestartPolicy.OnFailure"/>; 0 for no limit. Default: no limit.
    /// </summary>
    public int? MaximumRetryCount
    {
        get;
        init => field = value is null or >= 0
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "MaximumRetryCount must be 0 or more.");
    }

    /// <summary>Returns the changes on one line.</summary>
    public override string ToString()
    {
        var parts = new List<string> { "update" };
        if (MemoryBytes is { } memory) parts.Add($"--memory {memory}");
        if (MemoryReservationBytes is { } reservation) parts.Add($"--memory-reservation {reservation}");
        if (MemorySwapBytes is { } swap) parts.Add($"--memory-swap {swap}");
        if (Cpus is { } cpus) parts.Add(FormattableString.Invariant($"--cpus {cpus}"));
        if (CpuShares is { } shares) parts.Add($"--cpu-shares {shares}");
        if (CpuSet is { } cpuSet) parts.Add($"--cpuset-cpus {cpuSet}");
        if (PidsLimit is { } pids) parts.Add($"--pids-limit {pids}");
        if (Restart is { } restart)
            parts.Add($"--restart {RestartPolicyNames.GetName(restart)}"
                + (MaximumRetryCount is > 0 and var retries ? $":{retries}" : ""));
        return string.Join(' ', parts);
    }

    /// <exception cref="ArgumentException">Nothing is changed, or two properties contradict each other.</exception>
    internal void Validate()
    {
        if (this == new ContainerUpdate())
            throw new ArgumentException("The update changes nothing. Set at least one property of ContainerUpdate.");
        if (MaximumRetryCount is not null && Restart is not RestartPolicy.OnFailure)
            throw new ArgumentException(
                "MaximumRetryCount requires RestartPolicy.OnFailure. "
                    + "Set ContainerUpdate.Restart to it, or leave MaximumRetryCount out.");
        ResourceLimits.ValidateMemoryLimits(MemoryBytes, MemorySwapBytes, MemoryReservationBytes);
    }
}
