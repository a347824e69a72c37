using System.Text.Json.Nodes;
using ContainerKit.Containers;
using ContainerKit.Diagnostics;
using ContainerKit.Http;
using ContainerKit.Json;
using ContainerKit.Timing;
using Docker.DotNet.Models;

namespace ContainerKit.Exec;

/// <summary>The requests of one exec. Failures are thrown as exceptions of the library.</summary>
/// <param name="operation">Completes the sentence "Could not ...".</param>
internal sealed class ExecOperations(ContainerClient container, IReadOnlyList<string> command, string operation)
{
    private const int MaximumReportLength = 64 * 1024;

    private IEnumerable<string> _secrets = [];

    /// <summary>Creates the exec.</summary>
    /// <returns>The id of the exec.</returns>
    /// <remarks>Engine API: <c>POST /containers/{id}/exec</c>.</remarks>
    public async Task<string> CreateAsync(ContainerExecCreateParameters parameters, CancellationToken cancellationToken)
    {
        _secrets = RequestSecrets.FromAssignments(parameters.Env);
        try
        {
            var request = EngineRequest.Post($"containers/{container.Id}/exec", operation) with
            {
                NotFound = e => container.NotFound(operation, e, namesContainer: true),
                Secrets = _secrets,
            };
            var response = await container.Engine.SendTypedAsync(
                request,
                (client, token) => client.Exec.CreateContainerExecAsync(container.Id, parameters, token),
                cancellationToken).ConfigureAwait(false);
            return container.Engine.RequireId(operation, response?.ID);
        }
        catch (EngineApiException e) when (e.MessageContains("not running"))
        {
            throw await ExitDiagnostics.ExitedAsync(container, operation, e).ConfigureAwait(false);
        }
    }

    /// <summary>Starts the exec.</summary>
    /// <returns>The connection to the process. The caller disposes it.</returns>
    /// <remarks>Engine API: <c>POST /exec/{id}/start</c>.</remarks>
    public async Task<HijackedStream> StartAsync(string id, JsonObject start, CancellationToken cancellationToken)
    {
        try
        {
            var request = EngineRequest.Post($"exec/{id}/start", operation) with 
            {
                Json = start,
                Secrets = _secrets,
            };
            return await container.Engine.HijackAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (EngineApiException e) when (ContainerOperations.IsCommandMissing(e.OriginalMessage))
        {
            throw CreateCommandNotFoundException(e.EngineMessage, e);
        }
        catch (EngineApiException e) when (e.MessageContains("not running"))
        {
            throw await ExitDiagnostics.ExitedAsync(container, operation, e).ConfigureAwait(false);
        }
    }

    /// <summary>Gets the exit code.</summary>
    /// <returns>The exit code; null while the process runs.</returns>
    /// <remarks>Engine API: <c>GET /exec/{id}/json</c>.</remarks>
    public async Task<int?> GetExitCodeAsync(string id, CancellationToken cancellationToken)
    {
        var request = EngineRequest.Get($"exec/{id}/json", operation) with { Secrets = _secrets };
        var exec = await container.Engine.SendJsonAsync(request, cancellationToken).ConfigureAwait(false);
        var hasExited = !exec.GetBooleanOrDefault("Running") && exec.GetStringOrEmpty("ExitCode").Length > 0;
        return hasExited ? (int)exec.GetInt64OrDefault("ExitCode") : null;
    }

    /// <summary>Polls until the process has exited, and returns its exit code.</summary>
    /// <remarks>
    /// The stream ends a moment before the engine knows the exit code, or long before it if the process closed its own
    /// outputs.
    /// </remarks>
    public async Task<int> WaitForExitAsync(string id, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            if (await GetExitCodeAsync(id, cancellationToken).ConfigureAwait(false) is { } exitCode) return exitCode;
            await Backoff.Polling.WaitAsync(attempt, container.Engine.Options.TimeProvider, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Indicates whether the output reports that the command of the exec is missing.</summary>
    /// <remarks>
    /// Some engines report a missing command as output of the exec. Docker Engine 18.09 is one of them, see
    /// https://github.com/docker/cli/issues/2025. Other engines report it as an error of the start. Other failures in
    /// the output, such as a container that has just exited, are failures of the exec.
    /// </remarks>
    public static bool IsCommandMissing(int exitCode, string output) =>
        exitCode is 126 or 127 && output.Contains("OCI runtime exec failed", StringComparison.Ordinal)
        && ContainerOperations.IsCommandMissing(output);

    /// <inheritdoc cref="IsCommandMissing(int, string)"/>
    /// <param name="exitCode">The exit code.</param>
    /// <param name="result">The result. A large output is not such a report, and is not decoded.</param>
    public static bool IsCommandMissing(int exitCode, ProcessResult result) =>
        exitCode is 126 or 127 && result.StdoutBytes.Length <= MaximumReportLength && IsCommandMissing(exitCode, result.Stdout);

    /// <summary>Creates the exception for a command that the container cannot run.</summary>
    public CommandNotFoundException CreateCommandNotFoundException(string engineMessage, Exception? inner) => new(command,
        $"Could not {operation}: the container cannot run `{ErrorText.FormatCommand([command[0]])}`"
        + $" (the engine reported \"{VisibleText.Quote(engineMessage)}\")."
        + " Check the path of the command, and that the image contains it."
        + " For shell syntax run a shell: \"sh\", \"-c\", \"...\".",
        inner);
}
