using ContainerKit.Diagnostics;
using ContainerKit.Exec;

namespace ContainerKit.Containers;

/// <summary>Tells why a container that had to run does not.</summary>
internal static class ExitDiagnostics
{
    public static async Task<ContainerKitException> ExitedAsync(ContainerClient container, string doing, EngineApiException refused)
    {
        // Under a token of its own: the caller's may have fired, and the report is what the caller will read.
        using var bound = new CancellationTokenSource(container.Engine.Options.CleanupTimeout / 2, container.Engine.Options.TimeProvider);
        ContainerDetails details;
        try
        {
            details = await container.InspectAsync(bound.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is ContainerKitException or OperationCanceledException)
        {
            // The refusal itself is all there is to say.
            return refused;
        }

        if (details.State == ContainerState.Created) return refused;
        var log = "";
        try
        {
            log = await TailAsync(container, bound.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is ContainerKitException or OperationCanceledException)
        {
            // Not every log can be read; the exit code is told all the same.
        }

        var command = details.Command.Count > 0 ? $"`{ErrorText.FormatCommand(details.Command)}`" : "its command";
        return new ContainerExitedException(details.ExitCode, log,
            $"Could not {doing}: the container has exited. {command} of {container.Image} ended with exit code {details.ExitCode}{ErrorText.DescribeSignal(details.ExitCode)}"
            + (details.OutOfMemory ? ", out of memory" : "") + "." + ErrorText.Tail("log", log)
            + "\nA container runs as long as its command does. To have one to exec in, give it a command that stays: Run(\"sleep\", \"infinity\").",
            refused);
    }

    /// <summary>The last lines of a container's log.</summary>
    public static async Task<string> TailAsync(ContainerClient container, CancellationToken cancellationToken)
    {
        var output = new OutputCollector(keep: true, onLine: null);
        await LogReader.ReadAsync(container, new LogOptions { Tail = 50 }, output, cancellationToken).ConfigureAwait(false);
        var result = new ProcessResult([], 0, output.Stdout, output.Stderr);
        return (result.Stdout + result.Stderr).TrimEnd();
    }
}
