using ContainerKit.Containers;
using ContainerKit.Diagnostics;
using ContainerKit.Json;
using ContainerKit.Sessions;

namespace ContainerKit.Exec;

/// <summary>
/// Kills an exec's process. Engines have no request for that, and tell only the process's id on the host. So the exec carries a variable
/// of its own in its environment, which its children inherit, and a second exec looks for that in /proc and kills what has it.
/// </summary>
internal sealed class ExecProcessKiller(ContainerClient container, ExecSpec spec)
{
    private readonly ContainerClient _container = container.ForCleanup();

    private const string Variable = "CONTAINERKIT_EXEC";

    // Twice: a process found in the first round may have just forked.
    private const string Script =
        "for round in 1 2; do for p in /proc/[0-9]*; do if grep -qs \"$0\" \"$p/environ\"; then kill -KILL \"${p#/proc/}\" 2>/dev/null; fi; done; done; exit 0";

    private readonly string _marker = $"{Variable}={ResourceLabels.NewNonce()}";

    public IEnumerable<string> EnvironmentVariables => [_marker];

    /// <summary>Kills it, under a bound of its own.</summary>
    /// <returns>What a message says of it: a sentence with a space before it, or nothing when it went well.</returns>
    public async Task<string> KillAsync(string execId)
    {
        var engine = _container.Engine;
        using var bound = new CancellationTokenSource(engine.Options.CleanupTimeout / 2, engine.Options.TimeProvider);
        try
        {
            // As the same user: root without the right to trace others cannot read their environment.
            var killer = new ExecSpec("sh", "-c", Script, _marker) { User = spec.User, Privileged = spec.Privileged };
            await new ExecSession(_container, killer, killsProcessOnCancel: false).RunAsync(bound.Token).ConfigureAwait(false);
            for (var delay = TimeSpan.FromMilliseconds(10); await IsRunningAsync(execId, bound.Token).ConfigureAwait(false); delay *= 2)
                await Task.Delay(delay, engine.Options.TimeProvider, bound.Token).ConfigureAwait(false);
            return " Its process in the container was killed.";
        }
        catch (Exception e) when (e is ContainerNotFoundException or ContainerExitedException)
        {
            return "";
        }
        catch (Exception e) when (e is ContainerKitException or OperationCanceledException or ObjectDisposedException)
        {
            Log.ExecMayStillRun(engine.Logger, ErrorText.FormatCommand(spec.Command), _container.ToString(), e.Message);
            return " Its process may still run in the container: killing it takes a shell and grep in the image.";
        }
    }

    private async Task<bool> IsRunningAsync(string execId, CancellationToken cancellationToken) =>
        (await _container.Engine.GetJsonAsync("look at a cancelled exec", $"exec/{execId}/json", cancellationToken).ConfigureAwait(false)).GetBooleanOrDefault("Running");
}
