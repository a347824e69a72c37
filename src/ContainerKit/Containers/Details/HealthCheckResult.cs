using System.Text.Json;
using ContainerKit.Json;

namespace ContainerKit;

/// <summary>One run of a health check. Plain data.</summary>
public sealed record HealthCheckResult
{
    internal HealthCheckResult()
    {
    }

    /// <summary>When it began.</summary>
    public DateTimeOffset? Start { get; init; }

    /// <summary>When it was over.</summary>
    public DateTimeOffset? End { get; init; }

    /// <summary>Its exit code: 0 for healthy, -1 when it took too long.</summary>
    public int ExitCode { get; init; }

    /// <summary>What it wrote, up to 4096 bytes.</summary>
    public required string Output { get; init; }

    /// <summary>The exit code and the output on one line.</summary>
    public override string ToString() => $"exit code {ExitCode}: {Output.ReplaceLineEndings(" ").Trim()}";

    internal static HealthCheckResult Read(JsonElement json) =>
        new() { Start = json.GetTimeOrNull("Start"), End = json.GetTimeOrNull("End"), ExitCode = (int)json.GetInt64OrDefault("ExitCode"), Output = json.GetStringOrEmpty("Output") };
}
