using System.Text.Json;
using ContainerKit.Streams;

namespace ContainerKit.Waiting;

/// <summary>Reads what the engine says of a container's health.</summary>
internal static class HealthReading
{
    public static bool HasCheck(JsonElement json) => json.At("Config").At("Healthcheck").Texts("Test") is [not "NONE", ..];

    /// <summary>What the check did last: its exit code and output.</summary>
    public static string LastOutput(JsonElement health) => health.Items("Log").LastOrDefault() is { ValueKind: JsonValueKind.Object } last
        ? $"exit code {last.Number("ExitCode")}\n{last.Text("Output")}".TrimEnd()
        : "";
}
