using System.Text.Json;
using ContainerKit.Json;

namespace ContainerKit;

/// <summary>How a container's health check has gone. Plain data.</summary>
public sealed record ContainerHealth
{
    internal ContainerHealth()
    {
    }

    /// <summary>What the check says.</summary>
    public HealthStatus Status { get; init; }

    /// <summary>How many checks have failed in a row.</summary>
    public int FailingStreak { get; init; }

    /// <summary>The last checks, five at most, oldest first.</summary>
    public required IReadOnlyList<HealthCheckResult> Log { get; init; }

    /// <summary>The status, and how often it has failed, on one line.</summary>
    public override string ToString() => FailingStreak == 0 ? $"{Status}" : $"{Status}, {FailingStreak} failed in a row";

    internal static ContainerHealth? Read(JsonElement json) => json.ValueKind != JsonValueKind.Object ? null : new()
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
