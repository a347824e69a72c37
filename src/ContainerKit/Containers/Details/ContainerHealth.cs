using System.Text.Json;
using ContainerKit.Json;

namespace ContainerKit;

/// <summary>The state of a container's health check. Immutable data.</summary>
public sealed record ContainerHealth
{
    internal ContainerHealth()
    {
    }

    /// <summary>The health status.</summary>
    public HealthStatus Status { get; init; }

    /// <summary>The number of consecutive failed checks.</summary>
    public int FailingStreak { get; init; }

    /// <summary>The results of the last checks, at most five, oldest first.</summary>
    public required IReadOnlyList<HealthCheckResult> Log { get; init; }

    /// <summary>Returns the status and the number of failed checks on one line.</summary>
    public override string ToString() =>
        FailingStreak == 0 ? $"{Status}" : $"{Status}, {FailingStreak} failed in a row";

    // Podman 4 reports an empty status for a container without a health check. The API also has "none".
    internal static ContainerHealth? Read(JsonElement json) => json.GetStringOrEmpty("Status") is "" or "none" ? null : new()
    {
        Status = ReadStatus(json.GetStringOrEmpty("Status")),
        FailingStreak = (int)json.GetInt64OrDefault("FailingStreak"),
        Log = [.. json.EnumerateItems("Log").Select(HealthCheckResult.Read)],
    };

    internal static HealthStatus ReadStatus(string text) => text.ToLowerInvariant() switch
    {
        "starting" or "health: starting" => HealthStatus.Starting,
        "healthy" => HealthStatus.Healthy,
        "unhealthy" => HealthStatus.Unhealthy,
        _ => HealthStatus.None,
    };
}
