using System.Text.Json;
using ContainerKit.Diagnostics;
using ContainerKit.Json;

namespace ContainerKit;

/// <summary>How the health of an image's containers is found out.</summary>
public sealed record ImageHealthCheck
{
    internal ImageHealthCheck()
    {
    }

    /// <summary>The command, after <c>CMD</c> or <c>CMD-SHELL</c>; <c>NONE</c> alone turns an inherited check off.</summary>
    public required IReadOnlyList<string> Test { get; init; }

    /// <summary>The time between two checks; null for the engine's own.</summary>
    public TimeSpan? Interval { get; init; }

    /// <summary>How long one check may take; null for the engine's own.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>How long failures do not count after a start; null for the engine's own.</summary>
    public TimeSpan? StartPeriod { get; init; }

    /// <summary>After how many failures a container is unhealthy; null for the engine's own.</summary>
    public int? Retries { get; init; }

    /// <summary>The check's command on one line.</summary>
    public override string ToString() => ErrorText.FormatCommand(Test);

    internal static ImageHealthCheck? Read(JsonElement json) => json.GetStrings("Test") is not { Count: > 0 } test ? null : new ImageHealthCheck
    {
        Test = test,
        Interval = Nanoseconds(json, "Interval"),
        Timeout = Nanoseconds(json, "Timeout"),
        StartPeriod = Nanoseconds(json, "StartPeriod"),
        Retries = json.GetInt64OrDefault("Retries") is > 0 and var retries ? (int)retries : null,
    };

    private static TimeSpan? Nanoseconds(JsonElement json, string name) =>
        json.GetInt64OrDefault(name) is > 0 and var nanoseconds ? TimeSpan.FromTicks(nanoseconds / TimeSpan.NanosecondsPerTick) : null;
}
