using ContainerKit.Services.Diagnostics;

namespace ContainerKit.Services.Snapshots;

/// <summary>
/// The stop of a prepared container by its stop signal only. If the server was killed, every copy would have to recover
/// its data files.
/// </summary>
internal static class GracefulStop
{
    private static readonly TimeSpan _defaultGracePeriod = TimeSpan.FromSeconds(30);

    // Exit code 0, or 128 plus the number of a stop signal: SIGHUP, SIGINT, SIGQUIT or SIGTERM. Shells and engines
    // report the latter for a process that does not handle the signal.
    private static readonly int[] _gracefulExitCodes = [0, 128 + 1, 128 + 2, 128 + 3, 128 + 15];

    /// <exception cref="ContainerExitedException">
    /// The container exited with another exit code, or was killed.
    /// </exception>
    public static async Task StopAsync(Container container, CancellationToken cancellationToken)
    {
        var details = await container.InspectAsync(cancellationToken).ConfigureAwait(false);
        var wasRunning = details.IsRunning;
        if (wasRunning)
        {
            await container.StopAsync(details.StopTimeout ?? _defaultGracePeriod, cancellationToken).ConfigureAwait(false);
            details = await container.InspectAsync(cancellationToken).ConfigureAwait(false);
        }

        if (_gracefulExitCodes.Contains(details.ExitCode)) return;
        var log = await container.ReadLogTailAsync(cancellationToken).ConfigureAwait(false);
        var block = log.Length == 0 ? "" : LogBlock.Format("log", log);
        var remedy = wasRunning
            ? $"It must exit on its stop signal within ContainerSpec.StopTimeout ({_defaultGracePeriod.TotalSeconds} s unless set). "
                + "For a command that does not handle signals, such as sleep, set ContainerSpec.Init. "
                + "If it was stopped right after its start, set ContainerSpec.Wait: a signal is lost until the command handles signals."
            : "Its command must exit successfully, or run until it is stopped.";
        throw new ContainerExitedException(
            details.ExitCode,
            log,
            $"Could not create a snapshot of {container}: it did not end successfully {(wasRunning ? "when" : "before")} it was stopped"
            + $" ({details.DescribeState()}), so its files may be inconsistent.{block}\n{remedy}");
    }
}
