using ContainerKit.Diagnostics;
using ContainerKit.Timing;

namespace ContainerKit.Containers;

/// <summary>Explains why a container is not running although an operation requires it.</summary>
internal static class ExitDiagnostics
{
    /// <summary>
    /// Returns the exception for an operation that the engine refused because the container is not running. Returns the
    /// refusal itself if the reason cannot be found.
    /// </summary>
    /// <param name="container">The container.</param>
    /// <param name="operation">Completes the sentence "Could not ...".</param>
    /// <param name="refusal">The error of the engine.</param>
    public static async Task<ContainerKitException> ExitedAsync(
        ContainerClient container, string operation, EngineApiException refusal)
    {
        // Independent of the caller's token: it may be canceled, and the caller still needs the explanation.
        var options = container.Engine.Options;
        using var deadline = Deadline.Start(options.CleanupTimeout / 2, options.TimeProvider);
        ContainerDetails details;
        try
        {
            details = await container.InspectAsync(deadline.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is ContainerKitException or OperationCanceledException)
        {
            return refusal;
        }

        if (details.State is ContainerState.Created or ContainerState.Paused) return refusal;
        var log = "";
        try
        {
            log = await LogReader.ReadTailAsync(container, details, deadline.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is ContainerKitException or OperationCanceledException)
        {
            // Some log drivers do not support reading; the exit code is reported anyway.
        }

        var command = details.Command.Count > 0 ? $"`{ErrorText.FormatCommand(details.Command)}`" : "its command";
        return new ContainerExitedException(details.ExitCode, log,
            $"Could not {operation}: the container has exited. {command} of {container.Image} ended with "
            + $"{ExitSummary.Describe(details.ExitCode, details.OutOfMemory)}.{ErrorText.Block("log", log)}"
            + "\nA container runs only as long as its command. "
            + "To exec in it, run a command that does not exit: Run(\"sleep\", \"infinity\").",
            refusal);
    }
}
