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
/// kills each process that has it.
/// </remarks>
internal sealed class ExecProcessKiller(ContainerClient container, ExecSpec spec)
{
    private const string Variable = "CONTAINERKIT_EXEC";

    // Two rounds: a process found in the first one may have just forked.
    private const string Script =
        "for round in 1 2; do for p in /proc/[0-9]*; do if grep -qs \"$0\" \"$p/environ\"; then kill -KILL \"${p#/proc/}\" 2>/dev/null; fi;"
        + " done; done; exit 0";

    // The timeout ends the polling, so the longest delay is not reached.
    private static readonly Backoff _polling = new(TimeSpan.FromMilliseconds(10), TimeSpan.FromHours(1));

    private readonly ContainerClient _container = container.ForCleanup();
    private readonly string _marker = $"{Variable}={ResourceLabels.NewNonce()}";

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
            // As the same user: root without the capability to trace other users cannot read their environment.
            var killer = new ExecSpec("sh", "-c", Script, _marker) { User = spec.User, Privileged = spec.Privileged };
            await new ExecSession(_container, killer, killsProcessOnCancel: false).RunAsync(deadline.Token).ConfigureAwait(false);
            for (var attempt = 1; await IsRunningAsync(execId, deadline.Token).ConfigureAwait(false); attempt++)
                await _polling.WaitAsync(attempt, engine.Options.TimeProvider, deadline.Token).ConfigureAwait(false);
            return " Its process in the container was killed.";
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

    private async Task<bool> IsRunningAsync(string execId, CancellationToken cancellationToken)
    {
        const string operation = "inspect a canceled exec";
        var exec = await _container.Engine.GetJsonAsync(operation, $"exec/{execId}/json", cancellationToken).ConfigureAwait(false);
        return exec.GetBooleanOrDefault("Running");
    }
}
