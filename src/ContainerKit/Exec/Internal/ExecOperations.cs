using System.Text.Json.Nodes;
using ContainerKit.Containers;
using ContainerKit.Http;
using ContainerKit.Json;
using Docker.DotNet.Models;

namespace ContainerKit.Exec;

/// <summary>The requests that an exec consists of, with what goes wrong told in the library's own errors.</summary>
internal sealed class ExecOperations(ContainerClient container, IReadOnlyList<string> command, string doing)
{
    /// <remarks>Engine API: <c>POST /containers/{id}/exec</c>.</remarks>
    /// <returns>The exec's id.</returns>
    public async Task<string> CreateAsync(ContainerExecCreateParameters parameters, CancellationToken cancellationToken)
    {
        try
        {
            var request = EngineRequest.Post($"containers/{container.Id}/exec", doing) with
            {
                NotFound = e => container.NotFound(doing, e, namesContainer: true),
            };
            var created = await container.Engine.SendTypedAsync(
                request, (client, token) => client.Exec.CreateContainerExecAsync(container.Id, parameters, token), cancellationToken).ConfigureAwait(false);
            return created.ID;
        }
        catch (EngineApiException e) when (e.Says("not running"))
        {
            throw await ExitDiagnostics.ExitedAsync(container, doing, e).ConfigureAwait(false);
        }
    }

    /// <remarks>Engine API: <c>POST /exec/{id}/start</c>.</remarks>
    /// <returns>The connection to the process, which the caller disposes.</returns>
    public async Task<HijackedStream> StartAsync(string id, JsonObject start, CancellationToken cancellationToken)
    {
        try
        {
            return await container.Engine.HijackAsync(EngineRequest.Post($"exec/{id}/start", doing) with { Json = start }, cancellationToken).ConfigureAwait(false);
        }
        catch (EngineApiException e) when (ContainerOperations.IsCommandMissing(e.EngineMessage))
        {
            throw CommandMissing(e.EngineMessage, e);
        }
        catch (EngineApiException e) when (e.Says("not running"))
        {
            throw await ExitDiagnostics.ExitedAsync(container, doing, e).ConfigureAwait(false);
        }
    }

    /// <remarks>Engine API: <c>GET /exec/{id}/json</c>.</remarks>
    /// <returns>The exit code; null while the process runs.</returns>
    public async Task<int?> LookAsync(string id, CancellationToken cancellationToken)
    {
        var exec = await container.Engine.GetJsonAsync(doing, $"exec/{id}/json", cancellationToken).ConfigureAwait(false);
        return !exec.GetBooleanOrDefault("Running") && exec.GetStringOrEmpty("ExitCode").Length > 0 ? (int)exec.GetInt64OrDefault("ExitCode") : null;
    }

    /// <summary>Asks until the process has ended, at first often. The stream ends a moment before the engine knows the exit code, or long before where the process closed its own outputs.</summary>
    public async Task<int> ExitCodeAsync(string id, CancellationToken cancellationToken)
    {
        for (var delay = TimeSpan.FromMilliseconds(10); ; delay = delay * 2 < TimeSpan.FromMilliseconds(250) ? delay * 2 : TimeSpan.FromMilliseconds(250))
        {
            if (await LookAsync(id, cancellationToken).ConfigureAwait(false) is { } exitCode) return exitCode;
            await Task.Delay(delay, container.Engine.Options.TimeProvider, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Older engines report a missing command as output of the exec, newer ones as an error of its start. What else they report in this way, such as a container
    /// that has ended in this moment, is a failure of the exec.
    /// </summary>
    public static bool IsCommandMissing(int exitCode, string output) =>
        exitCode is 126 or 127 && output.Contains("OCI runtime exec failed", StringComparison.Ordinal)
        && ContainerOperations.IsCommandMissing(output);

    public CommandNotFoundException CommandMissing(string said, Exception? inner) => new(command,
        $"Could not {doing}: the container cannot run `{command[0]}` (the engine said \"{said}\"). Check the command's path and that the image has it; for shell syntax run a shell: \"sh\", \"-c\", \"...\".", inner);
}
