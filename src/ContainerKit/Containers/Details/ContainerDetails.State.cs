using System.Globalization;
using System.Text;
using ContainerKit.Diagnostics;

namespace ContainerKit;

public sealed partial record ContainerDetails
{
    /// <summary>The state of the container.</summary>
    public ContainerState State { get; init; }

    /// <summary>Indicates whether the container runs. Also true while it is paused or restarting.</summary>
    public bool IsRunning { get; init; }

    /// <summary>Indicates whether the container is paused.</summary>
    public bool IsPaused { get; init; }

    /// <summary>Indicates whether the process has exited and the engine restarts it.</summary>
    public bool IsRestarting { get; init; }

    /// <summary>The exit code of the last run. 0 if the process has not exited yet.</summary>
    public int ExitCode { get; init; }

    /// <summary>Indicates whether the kernel killed the process in the last run because memory ran out.</summary>
    public bool OutOfMemory { get; init; }

    /// <summary>
    /// The reason why the engine could not start the container the last time. Null if the start succeeded.
    /// </summary>
    public string? Error { get; init; }

    /// <summary>The id of the process on the engine's host. 0 while the container does not run.</summary>
    public int ProcessId { get; init; }

    /// <summary>The time of the last start. Null if the container was never started.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>The time of the last exit. Null if the process never exited.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>The number of restarts by the engine.</summary>
    public int RestartCount { get; init; }

    /// <summary>The restart policy.</summary>
    public RestartPolicy Restart { get; init; }

    /// <summary>The maximum number of restarts with <see cref="RestartPolicy.OnFailure"/>. 0 for no limit.</summary>
    public int MaximumRetryCount { get; init; }

    /// <summary>The state of the health check. Null if the container has none.</summary>
    public ContainerHealth? Health { get; init; }

    /// <summary>
    /// Returns the state on one line, with the exit code and its signal if the process has exited, and with an out-of-memory
    /// kill, the restarts, the error of the last start and the health, if there are any. Intended for messages.
    /// </summary>
    /// <returns>A text such as <c>exited, exit code 137 (SIGKILL), out of memory</c> or <c>running, health: starting</c>.</returns>
    public string DescribeState()
    {
        var text = new StringBuilder(State.ToString().ToLowerInvariant());
        if (State is ContainerState.Exited or ContainerState.Dead || ExitCode != 0)
            text.Append(", ").Append(ExitSummary.Describe(ExitCode, OutOfMemory));
        else if (OutOfMemory)
            text.Append(", out of memory");
        if (RestartCount > 0)
            text.Append(CultureInfo.InvariantCulture, $", restarted {RestartCount} {(RestartCount == 1 ? "time" : "times")}");
        // The error of the engine may repeat variables.
        if (Error is not null) text.Append(", error: ").Append(new Redaction(Environment).Redact(Error).TrimEnd('.'));
        if (Health is not null) text.Append(", health: ").Append(Health.ToString().ToLowerInvariant());
        return text.ToString();
    }

    // The last four are states of Podman: https://github.com/containers/podman/blob/c6580b4a5219/libpod/define/containerstate.go.
    internal static ContainerState ReadState(string text) => text.ToLowerInvariant() switch
    {
        "created" or "configured" or "initialized" => ContainerState.Created,
        "running" or "stopping" => ContainerState.Running,
        "paused" => ContainerState.Paused,
        "restarting" => ContainerState.Restarting,
        "removing" => ContainerState.Removing,
        "exited" or "stopped" => ContainerState.Exited,
        "dead" => ContainerState.Dead,
        _ => ContainerState.Unknown,
    };

    private static RestartPolicy ReadRestart(string name) => name switch
    {
        "always" => RestartPolicy.Always,
        "on-failure" => RestartPolicy.OnFailure,
        "unless-stopped" => RestartPolicy.UnlessStopped,
        _ => RestartPolicy.No,
    };
}
