using System.Text.Json;
using ContainerKit.Json;

namespace ContainerKit;

/// <summary>The result of one health check. Immutable data.</summary>
public sealed record HealthCheckResult
{
    internal HealthCheckResult()
    {
    }

    /// <summary>The start time of the check.</summary>
    public DateTimeOffset? Start { get; init; }

    /// <summary>The end time of the check.</summary>
    public DateTimeOffset? End { get; init; }

    /// <summary>The exit code of the check: 0 for healthy, -1 if it timed out.</summary>
    public int ExitCode { get; init; }

    /// <summary>The output of the check, at most 4096 bytes.</summary>
    public required string Output { get; init; }

    /// <summary>Returns the exit code and the output on one line.</summary>
    public override string ToString() => $"exit code {ExitCode}: {Output.ReplaceLineEndings(" ").Trim()}";

    internal static HealthCheckResult Read(JsonElement json) => new()
    {
        Start = json.GetTimeOrNull("Start"),
        End = json.GetTimeOrNull("End"),
        ExitCode = (int)json.GetInt64OrDefault("ExitCode"),
        Output = json.GetStringOrEmpty("Output"),
    };
}
