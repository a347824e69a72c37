namespace ContainerKit;

public sealed partial record ContainerDetails
{
    /// <summary>What it is doing.</summary>
    public ContainerState State { get; init; }

    /// <summary>Whether it has processes, be they at work or paused; also while it is being started again.</summary>
    public bool IsRunning { get; init; }

    /// <summary>Whether its processes stand still.</summary>
    public bool IsPaused { get; init; }

    /// <summary>Whether its process has ended and the engine starts it again.</summary>
    public bool IsRestarting { get; init; }

    /// <summary>The exit code of its last end; 0 while it has not ended.</summary>
    public int ExitCode { get; init; }

    /// <summary>Whether the last end was the kernel's, out of memory.</summary>
    public bool OutOfMemory { get; init; }

    /// <summary>Why the engine could not start it last; null where it could.</summary>
    public string? Error { get; init; }

    /// <summary>Its process's id on the engine's host; 0 while it does not run.</summary>
    public int ProcessId { get; init; }

    /// <summary>When its process started last; null for never.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When its process ended last; null for never.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>How many times the engine has started it again.</summary>
    public int RestartCount { get; init; }

    /// <summary>What the engine does when its process ends.</summary>
    public RestartPolicy Restart { get; init; }

    /// <summary>How often <see cref="RestartPolicy.OnFailure"/> starts it again before it gives up; 0 for any number of times.</summary>
    public int MaximumRetryCount { get; init; }

    /// <summary>What its health check says; null where it has none.</summary>
    public ContainerHealth? Health { get; init; }

    internal static ContainerState ReadState(string text) =>
        Enum.TryParse<ContainerState>(text, ignoreCase: true, out var state) && Enum.IsDefined(state) ? state : ContainerState.Unknown;

    private static RestartPolicy ReadRestart(string name) => name switch
    {
        "always" => RestartPolicy.Always,
        "on-failure" => RestartPolicy.OnFailure,
        "unless-stopped" => RestartPolicy.UnlessStopped,
        _ => RestartPolicy.No,
    };
}
