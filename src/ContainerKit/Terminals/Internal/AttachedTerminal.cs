using System.Net;
using System.Text.Json;
using ContainerKit.Containers;
using ContainerKit.Diagnostics;
using ContainerKit.Http;
using ContainerKit.Json;

namespace ContainerKit.Terminals;

/// <summary>Opens a terminal on a container's own process.</summary>
internal static class AttachedTerminal
{
    /// <summary>Engines cannot be told to look for no keys at all, and hold back the first key of the sequence. Nobody presses this one.</summary>
    public const string NoDetachKeys = "ctrl-@,ctrl-_,ctrl-@,ctrl-_";

    public static async Task<Terminal> AttachAsync(ContainerClient container, AttachOptions options, CancellationToken cancellationToken)
    {
        var operation = $"attach to {container}";
        var stream = await OpenAsync(container, operation, options, cancellationToken).ConfigureAwait(false);
        try
        {
            // Asked after the attach: engines attach to a container that does not run as well, and one that runs now was attached to in time.
            var json = await InspectAsync(container, operation, cancellationToken).ConfigureAwait(false);
            if (!json.GetPropertyOrDefault("State").GetBooleanOrDefault("Running")) throw CreateNotRunningException(container, json);
            return await CreateTerminalAsync(container, operation, stream, json, options, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            await stream.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public static async Task<Terminal> StartAsync(
        ContainerClient container, AttachOptions options, Func<CancellationToken, Task> start, CancellationToken cancellationToken)
    {
        var operation = $"start and attach to {container}";
        var json = await InspectAsync(container, operation, cancellationToken).ConfigureAwait(false);
        if (json.GetPropertyOrDefault("State").GetBooleanOrDefault("Running"))
            throw new InvalidOperationException($"Could not {operation}: it runs already, and what it has written is gone by. Use AttachAsync, or stop it first.");
        var stream = await OpenAsync(container, operation, options, cancellationToken).ConfigureAwait(false);
        try
        {
            await start(cancellationToken).ConfigureAwait(false);
            return await CreateTerminalAsync(container, operation, stream, json, options, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            await stream.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private static async Task<HijackedStream> OpenAsync(ContainerClient container, string operation, AttachOptions options, CancellationToken cancellationToken)
    {
        var keys = Uri.EscapeDataString(options.DetachKeys ?? NoDetachKeys);
        try
        {
            return await container.Engine.HijackAsync(EngineRequest.Post($"containers/{container.Id}/attach?stream=1&stdin=1&stdout=1&stderr=1&detachKeys={keys}", operation), cancellationToken).ConfigureAwait(false);
        }
        catch (EngineApiException e) when (e.StatusCode == HttpStatusCode.NotFound)
        {
            throw container.NotFound(operation, e, namesContainer: true);
        }
    }

    private static async Task<JsonElement> InspectAsync(ContainerClient container, string operation, CancellationToken cancellationToken)
    {
        try
        {
            return await container.Engine.GetJsonAsync(operation, $"containers/{container.Id}/json", cancellationToken).ConfigureAwait(false);
        }
        catch (EngineApiException e) when (e.StatusCode == HttpStatusCode.NotFound)
        {
            throw container.NotFound(operation, e, namesContainer: true);
        }
    }

    private static async Task<Terminal> CreateTerminalAsync(
        ContainerClient container, string operation, HijackedStream stream, JsonElement json, AttachOptions options, CancellationToken cancellationToken)
    {
        var config = json.GetPropertyOrDefault("Config");
        var terminal = new Terminal(new ContainerMainProcess(container, operation, config), stream, config.GetBooleanOrDefault("Tty"), options);
        if (terminal.IsTty) await terminal.SetInitialSizeAsync(cancellationToken).ConfigureAwait(false);
        return terminal;
    }

    private static ContainerExitedException CreateNotRunningException(ContainerClient container, JsonElement json)
    {
        var exitCode = (int)json.GetPropertyOrDefault("State").GetInt64OrDefault("ExitCode");
        return new ContainerExitedException(exitCode, "",
            $"Could not attach to {container}: it does not run. It is {json.GetPropertyOrDefault("State").GetStringOrEmpty("Status")}, exit code {exitCode}{ErrorText.DescribeSignal(exitCode)}."
            + " StartAttachedAsync starts it with the terminal attached.");
    }
}
