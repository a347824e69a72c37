using System.Text.Json;
using ContainerKit.Diagnostics;
using ContainerKit.Json;

namespace ContainerKit;

/// <summary>The health check of an image. Immutable data.</summary>
public sealed record ImageHealthCheck
{
    internal ImageHealthCheck()
    {
    }

    /// <summary>
    /// The command, after <c>CMD</c> or <c>CMD-SHELL</c>. A single <c>NONE</c> turns an inherited check off.
    /// </summary>
    public required IReadOnlyList<string> Test { get; init; }

    /// <summary>The time between two checks. Null for the default of the engine.</summary>
    public TimeSpan? Interval { get; init; }

    /// <summary>The timeout of one check. Null for the default of the engine.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>The time after the start in which failures do not count. Null for the default of the engine.</summary>
    public TimeSpan? StartPeriod { get; init; }

    /// <summary>
    /// The number of consecutive failures after which a container is unhealthy. Null for the default of the engine.
    /// </summary>
    public int? Retries { get; init; }

    /// <summary>Returns the command on one line.</summary>
    public override string ToString() => ErrorText.FormatCommand(Test);

    internal static ImageHealthCheck? Read(JsonElement json) => json.GetStrings("Test") is not { Count: > 0 } test ? null : new()
    {
        Test = test,
        Interval = Nanoseconds(json, "Interval"),
        Timeout = Nanoseconds(json, "Timeout"),
        StartPeriod = Nanoseconds(json, "StartPeriod"),
        Retries = json.GetInt64OrDefault("Retries") is > 0 and var retries ? (int)retries : null,
    };

    private static TimeSpan? Nanoseconds(JsonElement json, string name) => json.GetInt64OrDefault(name) is > 0 and var nanoseconds
        ? TimeSpan.FromTicks(nanoseconds / TimeSpan.NanosecondsPerTick)
        : null;
}
