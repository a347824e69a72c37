using System.Text.Json;
using ContainerKit.Containers;
using ContainerKit.Http;
using ContainerKit.Json;
using ContainerKit.Timing;

namespace ContainerKit.Terminals;

/// <summary>Connects a terminal to the main process of a container.</summary>
internal static class AttachedTerminal
{
    /// <summary>The detach keys that stand for none: a sequence that is not used in practice.</summary>
    /// <remarks>
    /// An empty value selects the default keys, with which the engine delays each Ctrl-P until the next key. Source:
    /// https://github.com/moby/moby/blob/056be8b7b0e035d2d516d554c0ede52c048872f0/container/stream/attach.go
    /// </remarks>
    public const string NoDetachKeys = "ctrl-@,ctrl-_,ctrl-@,ctrl-_";

    // About 5 seconds with Backoff.Polling.
    private const int MaximumCleanupPolls = 24;

    /// <summary>Attaches to a container that runs.</summary>
    public static async Task<TerminalConnection> AttachAsync(
        ContainerClient container, AttachOptions options, CancellationToken cancellationToken)
    {
        var operation = $"attach to {container}";
        if (container.Engine.Quirks.ResetsExitedContainersOnAttach)
        {
            var before = await InspectAsync(container, operation, cancellationToken).ConfigureAwait(false);
            if (!before.GetPropertyOrDefault("State").GetBooleanOrDefault("Running")) throw CreateNotRunningException(container, before);
        }

        var stream = await OpenAsync(container, operation, options, cancellationToken).ConfigureAwait(false);
        try
        {
            // Inspected after the attach: engines also attach to a container that does not run. If it runs now, the
            // attach was in time.
            var json = await InspectAsync(container, operation, cancellationToken).ConfigureAwait(false);
            if (!json.GetPropertyOrDefault("State").GetBooleanOrDefault("Running"))
                throw CreateNotRunningException(container, json);
            var exit = await BeginExitWaitAsync(container, json, cancellationToken).ConfigureAwait(false);
            return CreateConnection(container, operation, stream, json, options, exit);
        }
        catch
        {
            await stream.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Attaches to a container that does not run, and starts it.</summary>
    public static async Task<TerminalConnection> StartAsync(
        ContainerClient container, AttachOptions options, Func<CancellationToken, Task> start, CancellationToken cancellationToken)
    {
        var operation = $"start and attach to {container}";
        var json = await InspectAsync(container, operation, cancellationToken).ConfigureAwait(false);
        // Podman rejects the attach until it has cleaned up after the last exit. The state is "exited" then.
        for (var attempt = 1; attempt <= MaximumCleanupPolls && GetState(json) is "stopping" or "stopped"; attempt++)
        {
            await Backoff.Polling.WaitAsync(attempt, container.Engine.Options.TimeProvider, cancellationToken).ConfigureAwait(false);
            json = await InspectAsync(container, operation, cancellationToken).ConfigureAwait(false);
        }

        if (json.GetPropertyOrDefault("State").GetBooleanOrDefault("Running"))
        {
            throw new InvalidOperationException(
                $"Could not {operation}: it runs already, so its earlier output would be missing. Use AttachAsync, or stop it first.");
        }

        var stream = await OpenAsync(container, operation, options, cancellationToken).ConfigureAwait(false);
        ExitWait? exit = null;
        try
        {
            exit = await BeginExitWaitAsync(container, json, cancellationToken).ConfigureAwait(false);
            await start(cancellationToken).ConfigureAwait(false);
            return CreateConnection(container, operation, stream, json, options, exit);
        }
        catch
        {
            exit?.Dispose();
            await stream.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    // The engine removes such a container with its exit code, so a request after the exit would be too late.
    private static async ValueTask<ExitWait?> BeginExitWaitAsync(
        ContainerClient container, JsonElement json, CancellationToken cancellationToken) =>
        json.GetPropertyOrDefault("HostConfig").GetBooleanOrDefault("AutoRemove")
            ? await ExitWait.BeginAsync(container, ExitCondition.Removed, cancellationToken).ConfigureAwait(false)
            : null;

    private static Task<HijackedStream> OpenAsync(
        ContainerClient container, string operation, AttachOptions options, CancellationToken cancellationToken)
    {
        var request = EngineRequest.Post($"containers/{container.Id}/attach", operation) with
        {
            Query = new()
            {
                { "stream", true },
                { "stdin", true },
                { "stdout", true },
                { "stderr", true },
                { "detachKeys", options.DetachKeys ?? NoDetachKeys },
            },
            IsStreamed = true,
            NotFound = e => container.NotFound(operation, e, namesContainer: true),
            Secrets = container.Secrets,
        };
        return container.Engine.HijackAsync(request, cancellationToken);
    }

    private static string GetState(JsonElement json) => json.GetPropertyOrDefault("State").GetStringOrEmpty("Status");

    private static Task<JsonElement> InspectAsync(ContainerClient container, string operation, CancellationToken cancellationToken)
    {
        var request = EngineRequest.Get($"containers/{container.Id}/json", operation) with
        {
            NotFound = e => container.NotFound(operation, e, namesContainer: true),
            Secrets = container.Secrets,
        };
        return container.Engine.SendJsonAsync(request, cancellationToken);
    }

    private static TerminalConnection CreateConnection(
        ContainerClient container, string operation, HijackedStream stream, JsonElement json, AttachOptions options, ExitWait? exit)
    {
        var config = json.GetPropertyOrDefault("Config");
        return new(new ContainerMainProcess(container, operation, config, exit), stream, config.GetBooleanOrDefault("Tty"), options);
    }

    private static ContainerExitedException CreateNotRunningException(ContainerClient container, JsonElement json)
    {
        var details = ContainerDetails.Read(json);
        return new ContainerExitedException(details.ExitCode, "",
            $"Could not attach to {container}: it does not run. It is {details.DescribeState()}."
            + " Use StartAttachedAsync to start it with the terminal attached.");
    }
}
