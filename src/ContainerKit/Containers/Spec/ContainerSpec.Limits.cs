using ContainerKit.Containers;

namespace ContainerKit;

public sealed partial record ContainerSpec
{
    /// <summary>The most memory the container may use, in bytes; at least 6 MiB. Default: no limit.</summary>
    public long? MemoryBytes
    {
        get;
        init => field = value is null or >= 6 << 20
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "Engines refuse a memory limit below 6 MiB (6 << 20 bytes).");
    }

    /// <summary>
    /// The most memory and swap together, in bytes, beside <see cref="MemoryBytes"/>: the same for no swap, -1 for as much as there is. Default: twice
    /// <see cref="MemoryBytes"/>.
    /// </summary>
    public long? MemorySwapBytes
    {
        get;
        init => field = value is null or -1 or > 0
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "Memory and swap together are a number of bytes above 0, or -1 for no limit.");
    }

    /// <summary>The memory that the container is pressed back to when its host runs short, in bytes, below <see cref="MemoryBytes"/>. Default: none.</summary>
    public long? MemoryReservationBytes
    {
        get;
        init => field = value is null or >= 6 << 20
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "Engines refuse a memory reservation below 6 MiB (6 << 20 bytes).");
    }

    /// <summary>The most CPU time the container may use, in CPUs: 0.5 is half of one. Default: no limit.</summary>
    public double? Cpus
    {
        get;
        init => field = value is null or > 0 and < 100_000
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "A CPU limit is a number of CPUs above 0.");
    }

    /// <summary>The CPUs the container may run on, counted from 0: <c>0</c>, <c>0,2</c>, <c>0-3</c>. Default: all.</summary>
    public string? CpuSet
    {
        get;
        init => field = value is null || CpuSetPattern().IsMatch(value)
            ? value
            : throw new ArgumentException($"'{value}' is not a set of CPUs; write numbers from 0 and ranges of them, such as 0,2-3.", nameof(value));
    }

    /// <summary>The container's weight when CPU time is short, 2 to 262144; others have 1024. Default: 1024.</summary>
    public int? CpuShares
    {
        get;
        init => field = value is null or >= 2 and <= 262_144
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "A weight for CPU time is a number from 2 to 262144.");
    }

    /// <summary>The most processes and threads at once; at least 1. Default: no limit.</summary>
    public int? PidsLimit
    {
        get;
        init => field = value is null or >= 1
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "A container needs one process at least; leave PidsLimit out for no limit.");
    }

    /// <summary>What its processes may use each, as texts or typed: <c>["nofile=1024:4096"]</c>. Default: the engine's.</summary>
    public IReadOnlyList<Ulimit> Ulimits
    {
        get;
        init => field = SpecValidation.ValidateItems(value, "ulimits");
    } = [];

    /// <summary>The size of <c>/dev/shm</c>, which processes share memory through, in bytes. Default: the engine's, 64 MiB.</summary>
    public long? ShmSizeBytes
    {
        get;
        init => field = value is null or > 0
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "A size is a number of bytes above 0.");
    }

    /// <summary>How soon the kernel kills the container's processes when memory is out: -1000 for never, 1000 for first. Default: the engine's, 0.</summary>
    public int? OomScoreAdjust
    {
        get;
        init => field = value is null or >= -1000 and <= 1000
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "An adjustment of the OOM score is a number from -1000 to 1000.");
    }

    /// <summary>The control group under which the container's own is made. Default: the engine's.</summary>
    public string? CgroupParent { get; init; }

    private void ValidateLimits()
    {
        if (MemorySwapBytes is { } swap)
        {
            if (MemoryBytes is null) throw new ArgumentException("MemorySwapBytes limits memory and swap together; give MemoryBytes too.", nameof(MemorySwapBytes));
            if (swap != -1 && swap < MemoryBytes)
                throw new ArgumentException($"MemorySwapBytes is memory and swap together, and {swap} is less than MemoryBytes, {MemoryBytes}. Give the same number for no swap.", nameof(MemorySwapBytes));
        }

        if (MemoryReservationBytes > MemoryBytes)
            throw new ArgumentException($"MemoryReservationBytes, {MemoryReservationBytes}, is more than MemoryBytes, {MemoryBytes}.", nameof(MemoryReservationBytes));
        if (Ulimits.GroupBy(limit => limit.Name).FirstOrDefault(same => same.Count() > 1) is { } twice)
            throw new ArgumentException($"The ulimit '{twice.Key}' is given twice: {string.Join(" and ", twice)}.", nameof(Ulimits));
    }

    [System.Text.RegularExpressions.GeneratedRegex(@"^\d+(-\d+)?(,\d+(-\d+)?)*\z")]
    private static partial System.Text.RegularExpressions.Regex CpuSetPattern();
}
