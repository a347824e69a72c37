using ContainerKit.Containers;
using ContainerKit.Diagnostics;
using ContainerKit.Images;

namespace ContainerKit;

public sealed partial record ContainerSpec
{
    private static readonly TimeSpan _maximumStopTimeout = TimeSpan.FromSeconds(int.MaxValue);

    /// <summary>
    /// The restart policy: the action of the engine when the process exits. Default: <see cref="RestartPolicy.No"/>.
    /// </summary>
    public RestartPolicy Restart { get; init; } = RestartPolicy.No;

    /// <summary>The maximum number of restarts with <see cref="RestartPolicy.OnFailure"/>. Default: no limit.</summary>
    public int? MaximumRetryCount
    {
        get;
        init => field = value is null or > 0
            ? value
            : throw new ArgumentOutOfRangeException(
                nameof(value),
                value,
                "MaximumRetryCount must be at least 1. Use RestartPolicy.No for a container that is not restarted.");
    }

    /// <summary>
    /// Indicates whether the engine removes the container with its anonymous volumes when its process exits, as for
    /// <c>docker run --rm</c>. Default: false.
    /// </summary>
    /// <remarks>
    /// <para>
    /// A plan and a handle remove their container in any case. This option also removes it if its process exits first, or
    /// if the handle is never disposed.
    /// </para>
    /// <para>
    /// The exit code, the output and the files of the container are gone after its exit. <c>ToCompletion</c>,
    /// <c>Output</c>, <c>WaitForExit</c> and <c>Interactive</c> directly after the run request them before the start, so
    /// they are complete. Requests that are sent after the exit throw <see cref="ContainerNotFoundException"/>. Disposing the
    /// handle does not.
    /// </para>
    /// </remarks>
    public bool AutoRemove { get; init; }

    /// <summary>
    /// Indicates whether an init process of the engine runs as process 1, which forwards signals and reaps child
    /// processes. Default: the setting of the engine.
    /// </summary>
    public bool? Init { get; init; }

    /// <summary>The health check. Default: the health check of the image.</summary>
    public HealthCheck? HealthCheck { get; init; }

    /// <summary>
    /// The signal that stops the container, by name or number: <c>SIGINT</c>, <c>int</c>, <c>RTMIN+3</c>, <c>2</c>.
    /// Default: the stop signal of the image, otherwise SIGTERM.
    /// </summary>
    /// <exception cref="ArgumentException">The text is not a signal.</exception>
    public string? StopSignal
    {
        get;
        init => field = value is null ? null : Signals.Validate(value);
    }

    /// <summary>
    /// The default grace period of a stop, in whole seconds. The process is killed after it.
    /// <see cref="Timeout.InfiniteTimeSpan"/> waits for the process without a limit. Default: 10 seconds.
    /// </summary>
    public TimeSpan? StopTimeout
    {
        get;
        init => field = value is null || value == Timeout.InfiniteTimeSpan || (value >= TimeSpan.Zero && value <= _maximumStopTimeout)
            ? value
            : throw new ArgumentOutOfRangeException(
                nameof(value), value, "StopTimeout must not be negative, except Timeout.InfiniteTimeSpan for no limit.");
    }

    /// <summary>
    /// The log driver, as a name such as <c>"local"</c> or <c>"none"</c>, or with options. Default: the log driver of
    /// the engine.
    /// </summary>
    public LogDriver? LogDriver { get; init; }

    /// <summary>
    /// The platform of the image: <c>os/architecture[/variant]</c>, or only the operating system or the architecture,
    /// such as <c>linux/arm64</c>. Default: the platform of the engine.
    /// </summary>
    /// <exception cref="ArgumentException">The text is not a platform.</exception>
    public string? Platform
    {
        get;
        init => field = value is null ? null : PlatformName.Normalize(value);
    }

    /// <summary>
    /// The runtime that starts the container, by its name in the engine's configuration. Default: the runtime of the
    /// engine.
    /// </summary>
    /// <exception cref="ArgumentException">The value contains a null character.</exception>
    public string? Runtime
    {
        get;
        init => field = SpecValidation.ValidateText(value, "The runtime");
    }

    private void ValidateLifecycle()
    {
        if (MaximumRetryCount is not null && Restart != RestartPolicy.OnFailure)
            throw new ArgumentException(
                "MaximumRetryCount requires RestartPolicy.OnFailure. "
                    + "Set Restart to it, or leave MaximumRetryCount out.",
                nameof(MaximumRetryCount));
        if (AutoRemove && Restart != RestartPolicy.No)
            throw ArgumentErrors.Create(
                $"A container with RestartPolicy.{Restart} is restarted when it exits, so AutoRemove cannot remove it. "
                    + "Leave AutoRemove or Restart out.",
                nameof(AutoRemove));
        HealthCheck?.Validate();
        foreach (var request in DeviceRequests) request.Validate();
    }
}
