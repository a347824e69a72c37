using ContainerKit.Exec;
using ContainerKit.Http;
using ContainerKit.Plans;

namespace ContainerKit.Containers;

/// <summary>
/// The step that runs a container until it exits, and reads its output by an attach before the start. So the output is
/// complete with every log driver, and is read only once.
/// </summary>
internal sealed class AttachedRunStep(Step previous, IContainerCreation run, string verb, CompletionOptions options)
    : Step<ProcessResult>(verb, previous)
{
    public override Task<ProcessResult> RunAsync(PlanContext context) => run.RunAsync(
        context, (container, start) => CompleteAsync(container, start, options, context.Token));

    /// <summary>Starts a created container, waits for its exit, and returns its exit code and output.</summary>
    /// <exception cref="RunFailedException">The exit code is not allowed.</exception>
    public static async Task<ProcessResult> CompleteAsync(
        ContainerClient container, Func<Task<ContainerClient>> start, CompletionOptions options, CancellationToken cancellationToken)
    {
        var allowed = options.AllowedExitCodes;
        var output = await OutputCollector.OpenAsync($"read the output of {container}", container.Engine.Options, options)
            .ConfigureAwait(false);
        await using var targets = output.ConfigureAwait(false);
        if (container.CreationInfo is { AutoRemove: true })
        {
            // The engine removes the container with its exit code and its log, so both are requested before the start.
            using var exit = await ExitWait.BeginAsync(container, ExitCondition.Removed, cancellationToken).ConfigureAwait(false);
            await ReadOutputAsync(container, start, output, cancellationToken).ConfigureAwait(false);
            var exitCode = await exit.WaitAsync(cancellationToken).ConfigureAwait(false);
            return ContainerCompletion.ValidateExitCode(container, exitCode, output, allowed);
        }

        var endedEarly = await ReadOutputAsync(container, start, output, cancellationToken).ConfigureAwait(false);
        var details = await container.InspectAsync(cancellationToken).ConfigureAwait(false);
        var hasExited = details.State is ContainerState.Exited or ContainerState.Dead;
        if (hasExited && !endedEarly) return ContainerCompletion.ValidateExitCode(container, details.ExitCode, output, allowed);

        // The attached output may be incomplete, so the log is read. If the log driver does not support reading, a
        // short process without output is the likely reason for an early end of the stream, and the attached output
        // counts.
        return await ContainerCompletion.CompleteFromLogAsync(container, allowed, output, isAttached: hasExited, cancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>Attaches to a container, starts it, and reads its output to the end of the stream.</summary>
    /// <returns>
    /// True if the stream ended without output before the start request returned. Either the process was short and
    /// wrote nothing, or a proxy closed the connection; a raw stream has no end marker that distinguishes the two.
    /// </returns>
    /// <remarks>Engine API: <c>POST /containers/{id}/attach</c>.</remarks>
    private static async Task<bool> ReadOutputAsync(
        ContainerClient container, Func<Task<ContainerClient>> start, OutputCollector output, CancellationToken cancellationToken)
    {
        var engine = container.Engine;
        var request = EngineRequest.Post($"containers/{container.Id}/attach", $"attach to {container}") with
        {
            Query = new() { { "stream", true }, { "stdout", true }, { "stderr", true } },
            IsStreamed = true,
            Secrets = container.Secrets,
        };
        using var stream = await OpenAsync(container, request, cancellationToken).ConfigureAwait(false);
        using var reader = new MultiplexReader(stream, container.CreationInfo!.Tty) { MergesFrames = true };
        var reading = engine.ReadToEndAsync(
            request with { Operation = $"read the output of {container}" }, token => output.ReadAsync(reader, token), cancellationToken);
        bool endedEarly;
        try
        {
            await start().ConfigureAwait(false);
            endedEarly = reading.IsCompletedSuccessfully && output.IsEmpty;
        }
        catch
        {
            // The read uses the reader's buffer, so it must be complete before the buffer is returned to the pool.
            await stream.DisposeAsync().ConfigureAwait(false);
            await reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }

        await reading.ConfigureAwait(false);
        return endedEarly;
    }

    // Podman prepares the process of a container at the attach already, and reports then that it cannot be started.
    private static async Task<HijackedStream> OpenAsync(
        ContainerClient container, EngineRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return await container.Engine.HijackAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (EngineApiException e) when (ContainerOperations.IsCommandMissing(e.OriginalMessage))
        {
            throw ContainerOperations.CommandMissing(container, container.CreationInfo?.Spec, e);
        }
    }
}
