using System.Text.RegularExpressions;
using ContainerKit.Diagnostics;

namespace ContainerKit.Containers;

/// <summary>
/// The checks and conversions of the resource limits that a <see cref="ContainerSpec"/> and a <see cref="ContainerUpdate"/>
/// share. Null means that a limit is not set.
/// </summary>
internal static partial class ResourceLimits
{
    // The limits of the engine, for create and for update. Source:
    // https://github.com/moby/moby/blob/0137446248d7f8a0834dd3a093b539c1d7cca957/daemon/daemon_unix.go
    private const long MinMemoryBytes = 6 << 20;
    private const long MinCpuShares = 2;
    private const long MaxCpuShares = 262_144;

    public static long? ValidateMemory(long? value) => value is null or >= MinMemoryBytes
        ? value
        : throw new ArgumentOutOfRangeException(
            nameof(value), value, "The engine requires a memory limit of at least 6 MiB (6 << 20 bytes).");

    public static long? ValidateMemoryReservation(long? value) => value is null or >= MinMemoryBytes
        ? value
        : throw new ArgumentOutOfRangeException(
            nameof(value), value, "The engine requires a memory reservation of at least 6 MiB (6 << 20 bytes).");

    public static long? ValidateMemorySwap(long? value) => value is null or -1 or > 0
        ? value
        : throw new ArgumentOutOfRangeException(
            nameof(value), value, "The limit of memory and swap must be a number of bytes above 0, or -1 for no limit.");

    public static double? ValidateCpus(double? value) => value is null or > 0 and < 100_000
        ? value
        : throw new ArgumentOutOfRangeException(nameof(value), value, "The CPU limit must be a number of CPUs above 0.");

    public static string? ValidateCpuSet(string? value) => value is null || CpuSetPattern().IsMatch(value)
        ? value
        : throw ArgumentErrors.Create($"'{value}' is not a set of CPUs. Write numbers from 0 and ranges, such as 0,2-3.", nameof(value));

    public static long? ValidateCpuShares(long? value) => value is null or >= MinCpuShares and <= MaxCpuShares
        ? value
        : throw new ArgumentOutOfRangeException(nameof(value), value, "CpuShares must be a number from 2 to 262144.");

    public static long? ValidatePids(long? value) => value is null or -1 or > 0
        ? value
        : throw new ArgumentOutOfRangeException(nameof(value), value, "PidsLimit must be at least 1, or -1 for no limit.");

    /// <summary>Checks the memory limits against each other.</summary>
    /// <exception cref="ArgumentException">Two limits contradict each other.</exception>
    public static void ValidateMemoryLimits(long? memory, long? swap, long? reservation)
    {
        if (swap != -1 && swap < memory)
            throw ArgumentErrors.Create(
                $"MemorySwapBytes limits memory and swap together, and {swap} is less than MemoryBytes, {memory}. "
                    + "Set both to the same value for no swap, or MemorySwapBytes to -1 for unlimited swap.");
        if (reservation > memory)
            throw ArgumentErrors.Create(
                $"MemoryReservationBytes, {reservation}, must not be more than MemoryBytes, {memory}. Lower MemoryReservationBytes.");
    }

    /// <summary>Returns a CPU limit in the unit of the engine, billionths of a CPU.</summary>
    public static long ToNanoCpus(double cpus) => (long)Math.Round(cpus * 1e9);

    [GeneratedRegex(@"^\d+(-\d+)?(,\d+(-\d+)?)*\z")]
    private static partial Regex CpuSetPattern();
}
