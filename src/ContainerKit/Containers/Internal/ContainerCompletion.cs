using ContainerKit.Diagnostics;
using ContainerKit.Exec;
using ContainerKit.Json;
using ContainerKit.Plans;

namespace ContainerKit.Containers;

/// <summary>The foreground run: waits until a container's process has ended, with all it wrote.</summary>
internal static class ContainerCompletion
{
    /// <summary>The link after a run or after anything else that gives a container.</summary>
    public static Step<ProcessResult> After(Step<ContainerClient> container, string verb, ExitCodes allowed) =>
        container is RunStep run
        ? new AttachedRunStep(run, verb, allowed)
        : new ThenStep<ContainerClient, ProcessResult>(container, verb, (scope, started) => ByLogAsync(started, allowed, scope.Token));

    /// <summary>
    /// Of a container that was started some time ago: what it wrote is in its log. That is read after the end and not followed up to it:
    /// older engines end a follower before the log has the last line, when that has no line end.
    /// </summary>
    /// <remarks>Engine API: <c>POST /containers/{id}/wait</c>, <c>GET /containers/{id}/logs</c>.</remarks>
    public static Task<ProcessResult> ByLogAsync(ContainerClient container, ExitCodes allowed, CancellationToken cancellationToken) =>
        ByLogAsync(container, allowed, attached: null, cancellationToken);

    /// <inheritdoc cref="ByLogAsync(ContainerClient, ExitCodes, CancellationToken)"/>
    /// <param name="attached">What was read by other means, which counts where there is no log; null for nothing.</param>
    public static async Task<ProcessResult> ByLogAsync(ContainerClient container, ExitCodes allowed, OutputCollector? attached, CancellationToken cancellationToken)
    {
        var exitCode = await WaitAsync(container, ExitCondition.NotRunning, cancellationToken).ConfigureAwait(false);
        var output = new OutputCollector(keep: true, onLine: null);
        try
        {
            await LogReader.ReadAsync(container, new LogOptions(), output, cancellationToken).ConfigureAwait(false);
        }
        catch (EngineApiException e) when (attached is not null && LogReader.HasNoLog(e))
        {
            output = attached;
        }
        catch (ContainerKitException e) when (!allowed.IsAllowed(exitCode))
        {
            // The exit code is what went wrong first, and is known.
            return ValidateExitCode(container, exitCode, output, allowed, $"\nIts output is missing, or the end of it: {e.Message}");
        }

        return ValidateExitCode(container, exitCode, output, allowed);
    }

    /// <remarks>Engine API: <c>POST /containers/{id}/wait</c>.</remarks>
    public static async Task<int> WaitAsync(ContainerClient container, ExitCondition condition, CancellationToken cancellationToken)
    {
        var request = container.Post("wait", "wait for") with
        {
            Query = new()
            {
                {
                    "condition", condition switch
                    {
                        ExitCondition.NextExit => "next-exit",
                        ExitCondition.Removed => "removed",
                        _ => null,
                    }
                },
            },
            Timeout = Timeout.InfiniteTimeSpan,
        };
        var ended = await container.Engine.SendJsonAsync(request, cancellationToken).ConfigureAwait(false);
        // The answer began with success, before there was anything to wait for.
        return ended.GetPropertyOrDefault("Error").GetStringOrEmpty("Message") is { Length: > 0 } error
            ? throw new EngineApiException(request.Operation, System.Net.HttpStatusCode.OK, error)
            : (int)ended.GetInt64OrDefault("StatusCode");
    }

    /// <summary>The result, unless its exit code is not allowed.</summary>
    /// <param name="note">What else is to be told when it is not allowed.</param>
    public static ProcessResult ValidateExitCode(ContainerClient container, int exitCode, OutputCollector output, ExitCodes allowed, string note = "")
    {
        var result = new ProcessResult(container.CreationInfo?.Spec.Command ?? [], exitCode, output.Stdout, output.Stderr);
        if (allowed.IsAllowed(exitCode)) return result;
        var command = result.Command.Count == 0 ? "its command" : $"`{ErrorText.FormatCommand(result.Command)}`";
        throw new RunFailedException(result,
            $"{command} in {container}, from {container.Image}, ended with exit code {exitCode}{ErrorText.DescribeSignal(exitCode)}; allowed: {allowed}."
            + ErrorText.Tail("stdout", result.Stdout) + ErrorText.Tail("stderr", result.Stderr) + note
            + "\nPass ExitCodes.Any to get the result of any exit code.");
    }
}
