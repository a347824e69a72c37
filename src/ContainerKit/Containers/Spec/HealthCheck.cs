using ContainerKit.Containers;
using ContainerKit.Diagnostics;

namespace ContainerKit;

/// <summary>How the engine finds out whether a container is healthy. Immutable; what is left out is the image's, or the engine's default.</summary>
/// <example><code>
/// HealthCheck.Command("pg_isready", "-U", "postgres") with { Interval = TimeSpan.FromSeconds(2), Retries = 5 }
/// </code></example>
public sealed record HealthCheck
{
    private static readonly TimeSpan _minimumDuration = TimeSpan.FromMilliseconds(1);

    private HealthCheck(params string[] test) => Test = test;

    /// <summary>No health check, whatever the image says.</summary>
    public static HealthCheck None { get; } = new("NONE");

    /// <summary>The image's own check, at another pace.</summary>
    public static HealthCheck OfImage { get; } = new();

    /// <summary>The time between two checks; at least a millisecond. Default: 30 seconds.</summary>
    public TimeSpan? Interval
    {
        get;
        init => field = ValidateDuration(value);
    }

    /// <summary>How long one check may take; at least a millisecond. Default: 30 seconds.</summary>
    public TimeSpan? Timeout
    {
        get;
        init => field = ValidateDuration(value);
    }

    /// <summary>How many failures in a row make it unhealthy; at least 1. Default: 3.</summary>
    public int? Retries
    {
        get;
        init => field = value is null or > 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "At least one failure makes a container unhealthy.");
    }

    /// <summary>How long after the start failures do not count; at least a millisecond. Default: not at all.</summary>
    public TimeSpan? StartPeriod
    {
        get;
        init => field = ValidateDuration(value);
    }

    /// <summary>The time between two checks within <see cref="StartPeriod"/>; at least a millisecond. Needs API 1.44 (Docker Engine 25). Default: 5 seconds.</summary>
    public TimeSpan? StartInterval
    {
        get;
        init => field = ValidateDuration(value);
    }

    internal string[] Test { get; }

    internal bool HasTimings => Interval is not null || Timeout is not null || Retries is not null || StartPeriod is not null || StartInterval is not null;

    /// <summary>A command that is run in the container: exit code 0 is healthy.</summary>
    /// <exception cref="ArgumentException">The command is empty or holds a null.</exception>
    public static HealthCheck Command(params string[] command)
    {
        var words = SpecValidation.ValidateStrings(command, "health check");
        return words.Count > 0 && words[0].Length > 0 ? new HealthCheck(["CMD", .. words]) : throw new ArgumentException("A health check needs a command.", nameof(command));
    }

    /// <summary>A line for the container's shell: exit code 0 is healthy.</summary>
    /// <exception cref="ArgumentException">The line is empty.</exception>
    public static HealthCheck Shell(string line)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(line);
        return new HealthCheck("CMD-SHELL", line);
    }

    /// <summary>The check on one line.</summary>
    public override string ToString() => Test switch
    {
        [] => "the image's health check",
        ["NONE"] => "no health check",
        ["CMD-SHELL", var line] => line,
        _ => ErrorText.FormatCommand(Test[1..]),
    };

    /// <exception cref="ArgumentException">Two things that were said do not go together.</exception>
    internal void Validate()
    {
        if (Test is ["NONE"] && HasTimings) throw new ArgumentException("HealthCheck.None has no times; leave them out.", nameof(ContainerSpec.HealthCheck));
    }

    private static TimeSpan? ValidateDuration(TimeSpan? time) => time is null || time >= _minimumDuration
        ? time
        : throw new ArgumentOutOfRangeException(nameof(time), time, "Engines refuse times of less than a millisecond for a health check.");
}
