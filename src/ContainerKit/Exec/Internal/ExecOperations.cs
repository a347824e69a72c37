using System.Text;
using System.Text.Json.Nodes;
using ContainerKit.Containers;
using ContainerKit.Diagnostics;
using ContainerKit.Http;
using ContainerKit.Json;
using ContainerKit.Timing;
using Docker.DotNet.Models;

namespace ContainerKit.Exec;

/// <summary>The requests of one exec. Failures are thrown as exceptions of the library.</summary>
/// <param name="container">The container.</param>
/// <param name="spec">The spec, for error messages.</param>
/// <param name="operation">Completes the sentence "Could not ...".</param>
internal sealed class ExecOperations(ContainerClient container, ExecSpec spec, string operation)
{
    // The first words of the errors about a process that could not be started.
    private static readonly string[] _podmanErrors = ["Error: "];
    private static readonly string[] _dockerErrors =
        ["OCI runtime exec failed", "unable to find ", "no matching entries in ", "uids and gids must be in range"];

    private IReadOnlyList<string> _secrets = [];
    private bool _hasProcess;

    /// <summary>The values of the variables of the process, also of those that the Customize hooks added.</summary>
    public IReadOnlyList<string> Secrets => _secrets;

    /// <summary>Creates the exec.</summary>
    /// <returns>The id of the exec.</returns>
    /// <remarks>Engine API: <c>POST /containers/{id}/exec</c>.</remarks>
    public async Task<string> CreateAsync(ContainerExecCreateParameters parameters, CancellationToken cancellationToken)
    {
        // The process has the variables of the container, too.
        _secrets = [.. RequestSecrets.FromAssignments(parameters.Env), .. container.Secrets];
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
        catch (EngineApiException e) when (e.Kind == EngineErrorKind.ContainerNotRunning || e.MessageContains("not running"))
        {
            throw await ExitDiagnostics.ExitedAsync(container, operation, e).ConfigureAwait(false);
        }
        catch (EngineApiException e) when (IsStartFailure(e.EngineMessage))
        {
            throw CreateStartException(e.EngineMessage, e);
        }
    }

    /// <summary>Starts the exec.</summary>
    /// <param name="id">The id of the exec.</param>
    /// <param name="start">The body of the request.</param>
    /// <param name="isStreamed">Indicates whether the connection is mostly read; see <see cref="EngineRequest.IsStreamed"/>.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>The connection to the process. The caller disposes it.</returns>
    /// <remarks>Engine API: <c>POST /exec/{id}/start</c>.</remarks>
    public async Task<HijackedStream> StartAsync(
        string id, JsonObject start, bool isStreamed, CancellationToken cancellationToken)
    {
        try
        {
            var request = EngineRequest.Post($"exec/{id}/start", operation) with
            {
                Json = start,
                IsStreamed = isStreamed,
                Secrets = _secrets,
            };
            return await container.Engine.HijackAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (EngineApiException e) when (ContainerOperations.IsCommandMissing(e.OriginalMessage))
        {
            throw CreateStartException(e.EngineMessage, e);
        }
        catch (EngineApiException e) when (e.Kind == EngineErrorKind.ContainerNotRunning || e.MessageContains("not running"))
        {
            throw await ExitDiagnostics.ExitedAsync(container, operation, e).ConfigureAwait(false);
        }
        catch (EngineApiException e) when (IsStartFailure(e.EngineMessage))
        {
            throw CreateStartException(e.EngineMessage, e);
        }
    }

    /// <summary>Gets the exit code.</summary>
    /// <returns>The exit code; null while the process runs.</returns>
    /// <remarks>Engine API: <c>GET /exec/{id}/json</c>.</remarks>
    public async Task<int?> GetExitCodeAsync(string id, CancellationToken cancellationToken)
    {
        var request = EngineRequest.Get($"exec/{id}/json", operation) with { Secrets = _secrets };
        var exec = await container.Engine.SendJsonAsync(request, cancellationToken).ConfigureAwait(false);
        _hasProcess = exec.GetInt64OrDefault("Pid") > 0;
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

    /// <summary>Returns the exception for a process that the engine could not start; null if it was started.</summary>
    /// <remarks>
    /// Docker writes the error to the output of the exec, with a CR LF at its end, and reports exit code 126 and no process
    /// id. Source: <c>postContainerExecStart</c> in
    /// https://github.com/moby/moby/blob/v20.10.24/api/server/router/container/exec.go. Podman reports no process id after
    /// each exec, so the words count too. A process in the container can write the same text, but it has an id.
    /// </remarks>
    /// <param name="exitCode">The exit code that the engine reported last.</param>
    /// <param name="stdout">The standard output of the exec.</param>
    /// <param name="stderr">The standard error of the exec; with a TTY the same as the output.</param>
    public ContainerKitException? GetStartFailure(int exitCode, string stdout, string stderr)
    {
        if (!IsStartFailureCode(exitCode) || _hasProcess) return null;
        var isInStderr = container.Engine.Quirks.ReportsStartFailureInStderr;
        var text = isInStderr ? stderr : stdout;
        return HasFormOfStartFailure(text) && (!isInStderr || HasWordsOfStartFailure(text))
            ? CreateStartException(new Redaction(_secrets).Redact(text).Trim(), null)
            : null;
    }

    /// <summary>
    /// Indicates whether output may be the engine's error about a process that could not be started, or the beginning of such an error.
    /// The exit code decides.
    /// </summary>
    /// <remarks>Podman can report a second error about the connection to the process, in a separate frame.</remarks>
    /// <param name="output">The first output of the exec.</param>
    public bool MayBeStartFailure(OutputPiece output)
    {
        var isInStderr = container.Engine.Quirks.ReportsStartFailureInStderr;
        var source = isInStderr ? OutputSource.Stderr : OutputSource.Stdout;
        if (output.Source != source || output.Bytes.Length > CollectedOutput.MessageLength) return false;
        var text = Encoding.UTF8.GetString(output.Bytes.Span);
        return (HasFormOfStartFailure(text) && HasWordsOfStartFailure(text))
            || (!text.Contains('\n', StringComparison.Ordinal) && (isInStderr ? _podmanErrors : _dockerErrors).Any(IsPartial));

        bool IsPartial(string start) =>
            text.StartsWith(start, StringComparison.Ordinal) || start.StartsWith(text, StringComparison.Ordinal);
    }

    /// <summary>
    /// Indicates whether an exec that could not be started has this exit code. Podman reports 125 for a working directory that is a file,
    /// and Docker 28.5 reports 128 for a relative one.
    /// </summary>
    public static bool IsStartFailureCode(int exitCode) => exitCode is 125 or 126 or 127 or 128;

    /// <summary>Returns the exception for a message of the engine about a process that could not be started.</summary>
    public ContainerKitException CreateStartException(string engineMessage, Exception? inner)
    {
        if (ContainerOperations.IsCommandMissing(engineMessage))
        {
            return new CommandNotFoundException(spec.Command,
                $"Could not {operation}: the container cannot run `{ErrorText.FormatCommand([spec.Command[0]])}` "
                + $"(the engine reported \"{VisibleText.Quote(engineMessage)}\")."
                + " Check the path of the command, and that the image contains it."
                + " For shell syntax run a shell: \"sh\", \"-c\", \"...\".",
                inner);
        }

        var (reason, hint) =
            IsAboutDirectory(engineMessage) ? (
                $"the working directory {spec.WorkingDirectory ?? "of the container"} cannot be entered in the container",
                "Check ExecSpec.WorkingDirectory: it must be the absolute path of a folder that the user may enter.")
            : IsAboutUser(engineMessage) ? (
                $"the user {spec.User ?? "of the container"} does not exist in the container",
                "Check ExecSpec.User: names must be in /etc/passwd and /etc/group of the container. Ids need not be.")
            : ("the engine could not start the process", "Check the options of the exec.");
        return new ExecStartException(
            spec.Command, engineMessage,
            $"Could not {operation}: {reason} (the engine reported \"{VisibleText.Quote(engineMessage)}\"). {hint}", inner);
    }

    private bool HasFormOfStartFailure(string output) => container.Engine.Quirks.ReportsStartFailureInStderr
        ? output.StartsWith("Error: ", StringComparison.Ordinal) && output.Contains("OCI ", StringComparison.Ordinal)
        : output.EndsWith("\r\n", StringComparison.Ordinal);

    private static bool HasWordsOfStartFailure(string output) => IsStartFailure(output) || ContainerOperations.IsCommandMissing(output);

    private static bool IsStartFailure(string message) =>
        message.StartsWith("OCI runtime exec failed", StringComparison.Ordinal) || IsAboutDirectory(message) || IsAboutUser(message);

    // runc: chdir to cwd ("/nope") set in config.json failed; runc: Cwd must be an absolute path; crun: chdir to `/nope`, and up to
    // 1.8 chdir `/nope`.
    private static bool IsAboutDirectory(string message) =>
        message.Contains("chdir to", StringComparison.OrdinalIgnoreCase)
        || message.Contains("chdir `", StringComparison.OrdinalIgnoreCase)
        || message.Contains("cwd must be", StringComparison.OrdinalIgnoreCase);

    // Docker: unable to find user nope: no matching entries in passwd file; uids and gids must be in range 0-2147483647.
    private static bool IsAboutUser(string message) =>
        message.Contains("unable to find user", StringComparison.OrdinalIgnoreCase)
        || message.Contains("unable to find group", StringComparison.OrdinalIgnoreCase)
        || message.Contains("no matching entries in", StringComparison.OrdinalIgnoreCase)
        || message.Contains("uids and gids must be in range", StringComparison.OrdinalIgnoreCase);
}
