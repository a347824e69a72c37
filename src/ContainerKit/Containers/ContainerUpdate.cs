using ContainerKit.Containers;

namespace ContainerKit;

/// <summary>What to change of a container's limits and restart policy; what is left out stays as it is. Immutable.</summary>
/// <example><code>
/// await container.UpdateAsync(new ContainerUpdate { MemoryBytes = 256 &lt;&lt; 20, MemorySwapBytes = 256 &lt;&lt; 20, Cpus = 0.5 });
/// </code></example>
public sealed record ContainerUpdate
{
    /// <summary>
    /// The most memory, in bytes; at least 6 MiB. It may not be more than memory and swap together, which can be changed along with it.
    /// Default: as it is.
    /// </summary>
    public long? MemoryBytes
    {
        get;
        init => field = value is null or >= 6 << 20
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "Engines refuse a memory limit below 6 MiB (6 << 20 bytes).");
    }

    /// <summary>What it is pressed down to when the host runs short of memory, in bytes. Default: as it is.</summary>
    public long? MemoryReservationBytes
    {
        get;
        init => field = value is null or > 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A memory reservation is a number of bytes above 0.");
    }

    /// <summary>The most memory and swap together, in bytes; -1 for as much swap as there is. Default: as it is.</summary>
    public long? MemorySwapBytes
    {
        get;
        init => field = value is null or -1 or > 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "Memory and swap are a number of bytes above 0, or -1.");
    }

    /// <summary>The most CPU time, in CPUs: 0.5 is half of one. Default: as it is.</summary>
    public double? Cpus
    {
        get;
        init => field = value is null or > 0 and < 100_000
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "A CPU limit is a number of CPUs above 0.");
    }

    /// <summary>Its weight among others when CPUs are short; 1024 is the engine's default. Default: as it is.</summary>
    public long? CpuShares
    {
        get;
        init => field = value is null or >= 2 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "CPU shares are 2 or more.");
    }

    /// <summary>The CPUs it may run on, such as <c>0-2,4</c>. Default: as it is.</summary>
    public string? CpuSet
    {
        get;
        init => field = value is not "" ? value : throw new ArgumentException("A CPU set names CPUs, such as \"0-2,4\".", nameof(value));
    }

    /// <summary>The most processes and threads; -1 for any number. Default: as it is.</summary>
    public long? PidsLimit
    {
        get;
        init => field = value is null or -1 or > 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A limit of processes is 1 or more, or -1 for none.");
    }

    /// <summary>What the engine does when its process ends. Default: as it is.</summary>
    public RestartPolicy? Restart { get; init; }

    /// <summary>How often <see cref="RestartPolicy.OnFailure"/> starts it again before it gives up; 0 for any number of times. Default: any number of times.</summary>
    public int? MaximumRetryCount
    {
        get;
        init => field = value is null or >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "Retries are counted from 0.");
    }

    /// <summary>The changes on one line.</summary>
    public override string ToString()
    {
        var words = new List<string> { "update" };
        if (MemoryBytes is { } memory) words.Add($"--memory {memory}");
        if (MemoryReservationBytes is { } reservation) words.Add($"--memory-reservation {reservation}");
        if (MemorySwapBytes is { } swap) words.Add($"--memory-swap {swap}");
        if (Cpus is { } cpus) words.Add(FormattableString.Invariant($"--cpus {cpus}"));
        if (CpuShares is { } shares) words.Add($"--cpu-shares {shares}");
        if (CpuSet is { } cpuSet) words.Add($"--cpuset-cpus {cpuSet}");
        if (PidsLimit is { } pids) words.Add($"--pids-limit {pids}");
        if (Restart is { } restart) words.Add($"--restart {ContainerUpdateOperations.Name(restart)}{(MaximumRetryCount is > 0 and var most ? $":{most}" : "")}");
        return string.Join(' ', words);
    }

    /// <exception cref="ArgumentException">What is said does not go together.</exception>
    internal void Validate()
    {
        if (this == new ContainerUpdate()) throw new ArgumentException("The update changes nothing; set at least one of its properties.");
        if (MaximumRetryCount is not null && Restart is not RestartPolicy.OnFailure)
            throw new ArgumentException("Only RestartPolicy.OnFailure counts its retries; set ContainerUpdate.Restart to it, or leave MaximumRetryCount out.");
        if (MemoryBytes is { } memory && MemorySwapBytes is > 0 and var swap && swap < memory)
            throw new ArgumentException($"Memory and swap together, {swap} bytes, cannot be less than the memory, {memory} bytes; raise MemorySwapBytes, or set it to -1.");
        if (MemoryBytes is { } most && MemoryReservationBytes is { } reserved && reserved > most)
            throw new ArgumentException($"The memory reservation, {reserved} bytes, cannot be more than the memory, {most} bytes.");
    }
}
