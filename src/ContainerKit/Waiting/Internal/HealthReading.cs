using System.Text.Json;
using ContainerKit.Json;

namespace ContainerKit.Waiting;

/// <summary>Reads the health status in the inspect response of a container.</summary>
internal static class HealthReading
{
    /// <summary>Indicates whether the container has a health check, its own or that of its image.</summary>
    public static bool HasCheck(JsonElement json) =>
        json.GetPropertyOrDefault("Config").GetPropertyOrDefault("Healthcheck").GetStrings("Test") is [not "NONE", ..];

    /// <summary>Returns the exit code and output of the last run of the health check; empty if there was none.</summary>
    public static string LastOutput(JsonElement health) =>
        health.EnumerateItems("Log").LastOrDefault() is { ValueKind: JsonValueKind.Object } last
            ? $"exit code {last.GetInt64OrDefault("ExitCode")}\n{last.GetStringOrEmpty("Output")}".TrimEnd()
            : "";
}
