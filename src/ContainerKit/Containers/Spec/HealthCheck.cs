using ContainerKit.Containers;
using ContainerKit.Diagnostics;

namespace ContainerKit;

/// <summary>
/// The health check of a container. Immutable. Unset properties keep the setting of the image, or the default of the
/// engine.
/// </summary>
/// <example><code>
/// HealthCheck.Command("pg_isready", "-U", "postgres") with { Interval = TimeSpan.FromSeconds(2), Retries = 5 }
/// </code></example>
public sealed record HealthCheck
{
    private static readonly TimeSpan _minimumDuration = TimeSpan.FromMilliseconds(1);

    private HealthCheck(params string[] test) => Test = test;

    /// <summary>Turns off the health check of the image.</summary>
    public static HealthCheck None { get; } = new("NONE");

    /// <summary>The health check of the image, to be combined with other timings.</summary>
    public static HealthCheck OfImage { get; } = new();

    /// <summary>The time between two checks, at least one millisecond. Default: 30 seconds.</summary>
    public TimeSpan? Interval
    {
        get;
        init => field = ValidateDuration(value);
    }

    /// <summary>The timeout of one check, at least one millisecond. Default: 30 seconds.</summary>
    public TimeSpan? Timeout
    {
        get;
        init => field = ValidateDuration(value);
    }

    /// <summary>
    /// The number of consecutive failures after which the container is unhealthy, at least 1. Default: 3.
    /// </summary>
    public int? Retries
    {
        get;
        init => field = value is null or > 0
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "Retries must be at least 1.");
    }

    /// <summary>
    /// The time after the start in which failures do not count, at least one millisecond. Default: none.
    /// </summary>
    public TimeSpan? StartPeriod
    {
        get;
        init => field = ValidateDuration(value);
    }

    /// <summary>
    /// The time between two checks during <see cref="StartPeriod"/>, at least one millisecond. Requires API 1.44
    /// (Docker Engine 25). Default: 5 seconds.
    /// </summary>
    public TimeSpan? StartInterval
    {
        get;
        init => field = ValidateDuration(value);
    }

    /// <summary>
    /// The check in the format of the engine: <c>CMD</c> and the command, <c>CMD-SHELL</c> and the line, <c>NONE</c>, or empty for
    /// the check of the image.
    /// </summary>
    public IReadOnlyList<string> Arguments => Test;

    internal string[] Test { get; }

    internal bool HasTimings =>
        Interval is not null || Timeout is not null || Retries is not null || StartPeriod is not null || StartInterval is not null;

    /// <summary>Creates a health check that runs a command in the container. Exit code 0 means healthy.</summary>
    /// <exception cref="ArgumentException">The command is empty or contains null.</exception>
    public static HealthCheck Command(params string[] command)
    {
        var arguments = SpecValidation.ValidateStrings(command, "health check arguments");
        return arguments.Count > 0 && arguments[0].Length > 0
            ? new HealthCheck(["CMD", .. arguments])
            : throw new ArgumentException(
                "A health check needs a command. Use HealthCheck.None to turn off the check of the image.",
                nameof(command));
    }

    /// <summary>
    /// Creates a health check that runs a command line in the container's shell. Exit code 0 means healthy.
    /// </summary>
    /// <exception cref="ArgumentException">The command line is empty or contains a null character.</exception>
    public static HealthCheck Shell(string line)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(line);
        return new HealthCheck("CMD-SHELL", SpecValidation.ValidateText(line, "The health check")!);
    }

    /// <summary>Returns the check on one line.</summary>
    public override string ToString() => Test switch
    {
        [] => "the image's health check",
        ["NONE"] => "no health check",
        ["CMD-SHELL", var line] => line,
        _ => ErrorText.FormatCommand(Test[1..]),
    };

    /// <exception cref="ArgumentException"><see cref="None"/> is combined with timings.</exception>
    internal void Validate()
    {
        if (Test is ["NONE"] && HasTimings)
            throw new ArgumentException(
                "HealthCheck.None takes no timings. Leave them out.", nameof(ContainerSpec.HealthCheck));
    }

    private static TimeSpan? ValidateDuration(TimeSpan? duration) => duration is null || duration >= _minimumDuration
        ? duration
        : throw new ArgumentOutOfRangeException(
            nameof(duration), duration, "The engine requires at least one millisecond for each time of a health check.");
}
