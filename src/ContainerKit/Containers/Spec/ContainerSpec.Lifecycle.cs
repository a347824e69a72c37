using ContainerKit.Containers;
using ContainerKit.Images;

namespace ContainerKit;

public sealed partial record ContainerSpec
{
    private static readonly TimeSpan _maximumStopTimeout = TimeSpan.FromSeconds(int.MaxValue);

    /// <summary>What the engine does when the process ends. Default: nothing.</summary>
    public RestartPolicy Restart { get; init; } = RestartPolicy.No;

    /// <summary>The maximum number of restarts with <see cref="RestartPolicy.OnFailure"/>. Default: no limit.</summary>
    public int? MaximumRetryCount
    {
        get;
        init => field = value is null or > 0
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "MaximumRetryCount must be at least 1. Use RestartPolicy.No for a container that is not restarted.");
    }

    /// <summary>Whether the engine's small init runs as process 1, passing signals on and reaping children. Default: the engine's setting.</summary>
    public bool? Init { get; init; }

    /// <summary>How the engine finds out whether the container is healthy. Default: as the image says.</summary>
    public HealthCheck? HealthCheck { get; init; }

    /// <summary>
    /// The signal that asks the process to end, by name or number: <c>SIGINT</c>, <c>int</c>, <c>RTMIN+3</c>, <c>2</c>. Default: the image's, or
    /// SIGTERM.
    /// </summary>
    /// <exception cref="ArgumentException">There is no such signal.</exception>
    public string? StopSignal
    {
        get;
        init => field = value is null ? null : Signals.Check(value);
    }

    /// <summary>The grace period of a stop that has none of its own, in whole seconds. The process is killed after it. Default: 10 seconds.</summary>
    public TimeSpan? StopTimeout
    {
        get;
        init => field = value is null || (value >= TimeSpan.Zero && value <= _maximumStopTimeout)
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "StopTimeout must not be negative.");
    }

    /// <summary>Where the engine keeps what the container writes: <c>"local"</c>, <c>"none"</c>, or with options. Default: the engine's.</summary>
    public LogDriver? LogDriver { get; init; }

    /// <summary>
    /// The platform of the image, as <c>os/architecture[/variant]</c> or one of the first two alone: <c>linux/arm64</c>. Default: the engine's.
    /// </summary>
    /// <exception cref="ArgumentException">The text is not a platform.</exception>
    public string? Platform
    {
        get;
        init => field = value is null ? null : PlatformName.Normalize(value);
    }

    /// <summary>The runtime that starts the container, by the name that the engine's settings give it. Default: the engine's.</summary>
    public string? Runtime { get; init; }

    private void ValidateLifecycle()
    {
        if (MaximumRetryCount is not null && Restart != RestartPolicy.OnFailure)
            throw new ArgumentException("MaximumRetryCount requires RestartPolicy.OnFailure. Set Restart to it, or leave MaximumRetryCount out.", nameof(MaximumRetryCount));
        HealthCheck?.Validate();
        foreach (var request in DeviceRequests) request.Validate();
    }
}
