using ContainerKit.Containers;
using ContainerKit.Diagnostics;
using ContainerKit.Json;
using ContainerKit.Sessions;
using ContainerKit.Timing;

namespace ContainerKit.Exec;

/// <summary>Kills the process of an exec.</summary>
/// <remarks>
/// The Engine API has no request for this, and reports only the process id on the host. The exec therefore gets a
/// unique environment variable, which its child processes inherit. A second exec looks for the variable in /proc and
/// kills each process that has it. It runs again while the process runs or may not have started: a slow engine can start the process
/// after its request was canceled.
/// </remarks>
internal sealed class ExecProcessKiller(ContainerClient container, ExecSpec spec)
{
    private const string Variable = "CONTAINERKIT_EXEC";

    // Two rounds: a process found in the first one may have just forked. Writes a line for each process that it killed.
    private const string Script =
        "for round in 1 2; do for p in /proc/[0-9]*; do if grep -qs \"$0\" \"$p/environ\"; then"
        + " kill -KILL \"${p#/proc/}\" 2>/dev/null && echo killed; fi; done; done; exit 0";

    // The process is looked for again after this number of questions for its state.
    private const int QuestionsForEachKill = 4;

    // About 2.5 seconds. A process that has not started by then is not expected any more.
    private const int QuestionsBeforeStart = 8;

    // The timeout ends the polling, so the longest delay is not reached.
    private static readonly Backoff _polling = new(TimeSpan.FromMilliseconds(10), TimeSpan.FromHours(1));

    private readonly ContainerClient _container = container.ForCleanup();
    private readonly string _marker = $"{Variable}={ResourceLabels.NewNonce()}";
    private bool _hasKilled;

    /// <summary>The environment variables that mark the process, as <c>NAME=value</c>.</summary>
    public IEnumerable<string> EnvironmentVariables => [_marker];

    /// <summary>
    /// Kills the process. The time limit is half of <see cref="DockerEngineOptions.CleanupTimeout"/>. Does not throw.
    /// </summary>
    /// <returns>
    /// A sentence for an error message, with a leading space; an empty string if the container does not run any more.
    /// </returns>
    public async Task<string> KillAsync(string execId)
    {
        var engine = _container.Engine;
        using var deadline = Deadline.Start(engine.Options.CleanupTimeout / 2, engine.Options.TimeProvider);
        try
        {
            for (var question = 1; ; question++)
            {
                if (question % QuestionsForEachKill == 1) await KillFoundAsync(deadline.Token).ConfigureAwait(false);
                var state = await GetStateAsync(execId, deadline.Token).ConfigureAwait(false);
                if (state == ExecState.Exited) return " Its process in the container was killed.";
                if (state == ExecState.Created && question > QuestionsBeforeStart) return " The engine had not started its process.";
                await _polling.WaitAsync(question, engine.Options.TimeProvider, deadline.Token).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is ContainerNotFoundException or ContainerExitedException)
        {
            return "";
        }
        catch (Exception e) when (e is ContainerKitException or OperationCanceledException or ObjectDisposedException)
        {
            Log.ExecMayStillRun(engine.Logger, ErrorText.FormatCommand(spec.Command), _container.ToString(), e.Message);
            return " Its process may still run in the container: killing it requires a shell and grep in the image.";
        }
    }

    private async Task KillFoundAsync(CancellationToken cancellationToken)
    {
        // As the same user: root without the capability to trace other users cannot read their environment.
        var killer = new ExecSpec("sh", "-c", Script, _marker) { User = spec.User, Privileged = spec.Privileged };
        var session = new ExecSession(_container, killer, killsProcessOnCancel: false);
        var result = await session.RunAsync(cancellationToken).ConfigureAwait(false);
        _hasKilled |= result.Stdout.Length > 0;
    }

    private async Task<ExecState> GetStateAsync(string execId, CancellationToken cancellationToken)
    {
        const string operation = "inspect a canceled exec";
        var engine = _container.Engine;
        var exec = await engine.GetJsonAsync(operation, $"exec/{execId}/json", cancellationToken).ConfigureAwait(false);
        if (exec.GetBooleanOrDefault("Running")) return ExecState.Running;
        var hasExitCode = exec.GetStringOrEmpty("ExitCode") is { Length: > 0 } exitCode
            && (exitCode != "0" || !engine.Quirks.ReportsExitCodeBeforeStart);
        return hasExitCode || _hasKilled ? ExecState.Exited : ExecState.Created;
    }

    private enum ExecState
    {
        Created,
        Running,
        Exited,
    }
}
