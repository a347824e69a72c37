using System.Runtime.ExceptionServices;
using ContainerKit.Diagnostics;
using ContainerKit.Exec;

namespace ContainerKit.Containers;

/// <summary>Waits for the exit of containers, and collects their output and exit code.</summary>
internal static class ContainerCompletion
{
    /// <summary>
    /// Waits for the exit of a container that was started earlier, and reads its output from its log.
    /// </summary>
    /// <remarks>
    /// The log is read after the exit instead of being followed: before Docker Engine 23.0, a follower may miss a last
    /// line without a line feed (https://github.com/moby/moby/issues/43860).
    /// Engine API: <c>POST /containers/{id}/wait</c>, <c>GET /containers/{id}/logs</c>.
    /// </remarks>
    public static async Task<ProcessResult> CompleteFromLogAsync(
        ContainerClient container, CompletionOptions options, CancellationToken cancellationToken)
    {
        var output = await OutputCollector.OpenAsync($"read the output of {container}", container.Engine.Options, options)
            .ConfigureAwait(false);
        await using var targets = output.ConfigureAwait(false);
        return await CompleteFromLogAsync(container, options.AllowedExitCodes, output, isAttached: false, cancellationToken)
            .ConfigureAwait(false);
    }

    /// <inheritdoc cref="CompleteFromLogAsync(ContainerClient, CompletionOptions, CancellationToken)"/>
    /// <param name="container">The container.</param>
    /// <param name="allowed">The exit codes that do not throw.</param>
    /// <param name="output">Receives the output.</param>
    /// <param name="isAttached">Indicates whether an attach has read the output already, which counts if there is no log.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public static async Task<ProcessResult> CompleteFromLogAsync(
        ContainerClient container, ExitCodes allowed, OutputCollector output, bool isAttached, CancellationToken cancellationToken)
    {
        var (tty, autoRemove) = await container.GetSettingsAsync(cancellationToken).ConfigureAwait(false);
        using var exit = autoRemove
            ? await ExitWait.BeginAsync(container, ExitCondition.NotRunning, cancellationToken).ConfigureAwait(false)
            : null;
        output.Restart();
        ContainerKitException? failure = null;
        if (exit is not null)
        {
            // The engine removes the log at the exit, so it is followed from now on.
            failure = await TryFollowLogAsync(container, output, tty, cancellationToken).ConfigureAwait(false);
        }

        var exitCode = exit is null
            ? await WaitAsync(container, ExitCondition.NotRunning, cancellationToken).ConfigureAwait(false)
            : await exit.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (failure is not null) ExceptionDispatchInfo.Throw(failure);
            if (exit is null)
                await LogReader.ReadAsync(container, new LogOptions(), output, tty, cancellationToken).ConfigureAwait(false);
        }
        catch (EngineApiException e) when (isAttached && LogReader.HasNoLog(e))
        {
            output.CancelRestart();
        }
        catch (ContainerKitException e) when (!allowed.IsAllowed(exitCode))
        {
            // The exit code is the first error and the more important one.
            return ValidateExitCode(
                container, exitCode, output, allowed, $"\nThe output is missing or incomplete: {e.Message}");
        }

        return ValidateExitCode(container, exitCode, output, allowed);
    }

    private static async Task<ContainerKitException?> TryFollowLogAsync(
        ContainerClient container, OutputCollector output, bool tty, CancellationToken cancellationToken)
    {
        try
        {
            await LogReader.ReadAsync(container, new LogOptions { Follow = true }, output, tty, cancellationToken).ConfigureAwait(false);
            return null;
        }
        catch (ContainerKitException e)
        {
            return e;
        }
    }

    /// <summary>Waits for the exit or the removal of a container, and returns its exit code.</summary>
    /// <remarks>Engine API: <c>POST /containers/{id}/wait</c>.</remarks>
    public static async Task<int> WaitAsync(ContainerClient container, ExitCondition condition, CancellationToken cancellationToken)
    {
        var request = ExitWait.CreateRequest(container, condition) with { Timeout = Timeout.InfiniteTimeSpan };
        var response = await container.Engine.SendJsonAsync(request, cancellationToken).ConfigureAwait(false);
        return ExitWait.ReadExitCode(container.Engine, request, response);
    }

    /// <summary>Returns the result of a container's process, or throws if its exit code is not allowed.</summary>
    /// <param name="container">The container.</param>
    /// <param name="exitCode">The exit code.</param>
    /// <param name="output">The output of the process.</param>
    /// <param name="allowed">The allowed exit codes.</param>
    /// <param name="note">An additional line of the error message.</param>
    /// <exception cref="RunFailedException">The exit code is not allowed.</exception>
    public static ProcessResult ValidateExitCode(
        ContainerClient container, int exitCode, OutputCollector output, ExitCodes allowed, string note = "")
    {
        var result = ProcessResult.FromOutput(container.CreationInfo?.Spec.Command ?? [], exitCode, output.Stdout, output.Stderr);
        if (allowed.IsAllowed(exitCode)) return result;
        var command = result.Command.Count == 0 ? "its command" : $"`{ErrorText.FormatCommand(result.Command)}`";
        throw new RunFailedException(result,
            $"{command} in {container}, from {container.Image}, ended with {ExitSummary.Describe(exitCode)}; allowed: {allowed}."
            + result.DescribeOutput() + note
            + "\nPass ExitCodes.Any to get the result of any exit code.");
    }
}
