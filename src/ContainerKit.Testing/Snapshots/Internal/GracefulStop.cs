using ContainerKit.Containers;
using ContainerKit.Diagnostics;

namespace ContainerKit.Testing.Snapshots;

/// <summary>Ends the process of a prepared container by its own will: what a killed server leaves behind, each copy would have to repair.</summary>
internal static class GracefulStop
{
    private static readonly TimeSpan _grace = TimeSpan.FromSeconds(30);

    // What shells and engines make of the end by a signal: 128 and its number, here of SIGHUP, SIGINT, SIGQUIT and SIGTERM. A process that handles none ends like that.
    private static readonly int[] _clean = [0, 128 + 1, 128 + 2, 128 + 3, 128 + 15];

    /// <exception cref="ContainerExitedException">It ended otherwise, or had to be killed.</exception>
    public static async Task RunAsync(Container container, CancellationToken cancellationToken)
    {
        var details = await container.InspectAsync(cancellationToken).ConfigureAwait(false);
        var ran = details.IsRunning;
        if (ran)
        {
            await container.StopAsync(details.StopTimeout ?? _grace, cancellationToken).ConfigureAwait(false);
            details = await container.InspectAsync(cancellationToken).ConfigureAwait(false);
        }

        if (_clean.Contains(details.ExitCode)) return;
        var log = await ExitDiagnostics.ReadTailAsync(container.Client, cancellationToken).ConfigureAwait(false);
        throw new ContainerExitedException(details.ExitCode, log,
            $"Could not make a snapshot of {container}: {(ran ? "stopped" : "before it was stopped")}, it ended with exit code {details.ExitCode}{ErrorText.DescribeSignal(details.ExitCode)}{(details.OutOfMemory ? ", out of memory" : "")}, so its files may be torn. "
            + (ran ? $"Let it end by its stop signal within ContainerSpec.StopTimeout, {_grace.TotalSeconds} s unless set. For a command that handles no signals, such as sleep, set ContainerSpec.Init." : "It has to run to its end, or until it is stopped.")
            + ErrorText.Tail("log", log));
    }
}
