using System.Text.Json;
using ContainerKit.Errors;
using ContainerKit.Plans;
using ContainerKit.Streams;

namespace ContainerKit.Containers;

/// <summary>The foreground run: waits until a container's process has ended, with all it wrote.</summary>
internal static class Completion
{
    /// <summary>The link after a run or after anything else that gives a container.</summary>
    public static Step<ProcessResult> After(Step<Container> container, string verb, ExitCodes allowed) =>
        container is RunStep run
        ? new AttachedStep(run, verb, allowed)
        : new ThenStep<Container, ProcessResult>(container, verb, (scope, started) => FollowAsync(started, allowed, scope.Token));

    /// <summary>Of a container that was started some time ago: what it wrote is in its log.</summary>
    public static async Task<ProcessResult> FollowAsync(Container container, ExitCodes allowed, CancellationToken cancellationToken)
    {
        var output = new OutputCollector(keep: true, onLine: null);
        await LogReader.ReadAsync(container, new LogOptions { Follow = true }, output, cancellationToken).ConfigureAwait(false);
        return await ResultAsync(container, output, allowed, cancellationToken).ConfigureAwait(false);
    }

    /// <remarks>Engine API: <c>POST /containers/{id}/wait</c>.</remarks>
    public static async Task<int> WaitAsync(Container container, CancellationToken cancellationToken)
    {
        JsonElement ended;
        try
        {
            ended = await container.Engine.Calls.AskJsonAsync(
                $"wait for {container}", HttpMethod.Post, $"containers/{container.Id}/wait", null, Timeout.InfiniteTimeSpan, cancellationToken).ConfigureAwait(false);
        }
        catch (EngineErrorException e) when (e.StatusCode == System.Net.HttpStatusCode.NotFound)
        {
            throw container.NotFound("wait for", e);
        }

        return (int)ended.Number("StatusCode");
    }

    private static async Task<ProcessResult> ResultAsync(Container container, OutputCollector output, ExitCodes allowed, CancellationToken cancellationToken)
    {
        var exitCode = await WaitAsync(container, cancellationToken).ConfigureAwait(false);
        var result = new ProcessResult(container.Shape?.Spec.Command ?? [], exitCode, output.Stdout, output.Stderr);
        if (allowed.Allow(exitCode)) return result;
        var command = result.Command.Count == 0 ? "its command" : $"`{Explain.Command(result.Command)}`";
        throw new RunFailedException(result,
            $"{command} in {container}, from {container.Image}, ended with exit code {exitCode}{Explain.Signal(exitCode)}; allowed: {allowed}."
            + Explain.Tail("stdout", result.Stdout) + Explain.Tail("stderr", result.Stderr)
            + "\nPass ExitCodes.Any to get the result of any exit code.");
    }

    /// <summary>Directly after a run the output is attached to before the start: complete, and whatever the log driver.</summary>
    private sealed class AttachedStep(RunStep run, string verb, ExitCodes allowed) : Step<ProcessResult>(verb, run)
    {
        public override Task<ProcessResult> RunAsync(ChainScope scope) => run.RunAsync(scope, async (container, start) =>
        {
            var doing = $"read the output of {container}";
            // Engine API: POST /containers/{id}/attach.
            using var stream = await scope.Engine.Calls.HijackAsync(
                $"attach to {container}", $"containers/{container.Id}/attach?stream=1&stdout=1&stderr=1", null, scope.Token).ConfigureAwait(false);
            await start().ConfigureAwait(false);
            var output = new OutputCollector(keep: true, onLine: null);
            using var reader = new MultiplexReader(stream, container.Shape!.Tty);
            await scope.Engine.Calls.FollowAsync(doing, token => output.ReadAsync(reader, token), scope.Token).ConfigureAwait(false);
            return await ResultAsync(container, output, allowed, scope.Token).ConfigureAwait(false);
        });
    }
}
