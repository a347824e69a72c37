using System.Text.Json;
using ContainerKit.Json;

namespace ContainerKit.Waiting;

/// <summary>Reads what the engine says of a container's health.</summary>
internal static class HealthReading
{
    public static bool HasCheck(JsonElement json) => json.GetPropertyOrDefault("Config").GetPropertyOrDefault("Healthcheck").GetStrings("Test") is [not "NONE", ..];

    /// <summary>What the check did last: its exit code and output.</summary>
    public static string LastOutput(JsonElement health) => health.EnumerateItems("Log").LastOrDefault() is { ValueKind: JsonValueKind.Object } last
        ? $"exit code {last.GetInt64OrDefault("ExitCode")}\n{last.GetStringOrEmpty("Output")}".TrimEnd()
        : "";
}
