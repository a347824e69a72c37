using ContainerKit.Exec;
using ContainerKit.Http;
using ContainerKit.Plans;

namespace ContainerKit.Containers;

/// <summary>
/// A run and its completion in one: the output is attached to before the start, so it is whole, whatever the log driver, and never read twice.
/// </summary>
internal sealed class AttachedRunStep(RunStep run, string verb, ExitCodes allowed) : Step<ProcessResult>(verb, run)
{
    public override Task<ProcessResult> RunAsync(PlanContext scope) => run.RunAsync(scope, async (container, start) =>
    {
        var output = new OutputCollector(keep: true, onLine: null);
        var isCutOff = await ReadAsync(container, start, output, scope.Token).ConfigureAwait(false);
        var state = await container.InspectAsync(scope.Token).ConfigureAwait(false);
        var hasEnded = state.State is ContainerState.Exited or ContainerState.Dead;
        // What has ended may have been short and silent, and the stream's end its own.
        return hasEnded && !isCutOff
            ? ContainerCompletion.ValidateExitCode(container, state.ExitCode, output, allowed)
            : await ContainerCompletion.ByLogAsync(container, allowed, hasEnded ? output : null, scope.Token).ConfigureAwait(false);
    });

    /// <remarks>Engine API: <c>POST /containers/{id}/attach</c>.</remarks>
    /// <returns>
    /// Whether the stream ended before its time. A raw stream has no last word: a connection that somebody in between closed looks like the
    /// end. So an end before the process had begun is not believed, nor is one while the process runs; then the log has the whole output, where there is one.
    /// </returns>
    private static async Task<bool> ReadAsync(ContainerClient container, Func<Task<ContainerClient>> start, OutputCollector output, CancellationToken cancellationToken)
    {
        var calls = container.Engine;
        using var stream = await calls.HijackAsync(EngineRequest.Post($"containers/{container.Id}/attach?stream=1&stdout=1&stderr=1", $"attach to {container}"), cancellationToken).ConfigureAwait(false);
        using var reader = new MultiplexReader(stream, container.CreationInfo!.Tty);
        var reading = calls.ReadToEndAsync($"read the output of {container}", token => output.ReadAsync(reader, token), cancellationToken);
        bool endedEarly;
        try
        {
            await start().ConfigureAwait(false);
            endedEarly = reading.IsCompletedSuccessfully && output.IsEmpty;
        }
        catch
        {
            // The reading lives in the reader's buffer: it has to be over before that is given back.
            await stream.DisposeAsync().ConfigureAwait(false);
            await reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }

        await reading.ConfigureAwait(false);
        return endedEarly;
    }
}
