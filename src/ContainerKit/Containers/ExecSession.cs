using System.Net;
using System.Text.Json.Nodes;
using ContainerKit.Engines;
using ContainerKit.Errors;
using ContainerKit.Streams;
using Docker.DotNet.Models;

namespace ContainerKit.Containers;

/// <summary>One exec, from its create to its exit code.</summary>
/// <param name="endsProcess">
/// Whether a process that is not waited for any more is killed. Engines go on running it; a chain that removes the container need not care.
/// </param>
internal sealed class ExecSession(Container container, ExecSpec spec, bool endsProcess)
{
    private readonly OutputCollector _output = new(spec.KeepOutput, spec.OnLine);
    private readonly ExecEnder? _ender = endsProcess ? new ExecEnder(container, spec) : null;
    private readonly string _doing = $"exec `{Explain.Command(spec.Command)}` in {container}";

    /// <exception cref="ExecFailedException">The exit code is not an allowed one.</exception>
    /// <exception cref="ExecTimedOutException">The time limit ran out.</exception>
    /// <remarks>Engine API: <c>POST /containers/{id}/exec</c>, <c>POST /exec/{id}/start</c>, <c>GET /exec/{id}/json</c>.</remarks>
    public async Task<ProcessResult> RunAsync(CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(spec.TimeLimit ?? Timeout.InfiniteTimeSpan, container.Engine.Options.TimeProvider);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        string? id = null;
        int exitCode;
        try
        {
            id = await CreateAsync(both.Token).ConfigureAwait(false);
            await TalkAsync(id, both.Token).ConfigureAwait(false);
            exitCode = await ExitCodeAsync(id, both.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (both.IsCancellationRequested)
        {
            var ending = await EndAsync(id).ConfigureAwait(false);
            if (cancellationToken.IsCancellationRequested)
                throw new OperationCanceledException($"Cancelled: {_doing}.{ending}", e, cancellationToken);
            throw TimedOut(ending);
        }
        catch (Exception e) when (e is not (CommandNotFoundException or ContainerExitedException or ContainerNotFoundException or EngineErrorException))
        {
            await EndAsync(id).ConfigureAwait(false);
            throw;
        }

        return Judge(exitCode);
    }

    private async Task<string> CreateAsync(CancellationToken cancellationToken)
    {
        var parameters = new ContainerExecCreateParameters
        {
            Cmd = [.. spec.Command],
            User = spec.User!,
            WorkingDir = spec.WorkingDirectory!,
            Env = [.. SpecChecks.Assignments(spec.Environment), .. _ender?.Marker ?? []],
            Privileged = spec.Privileged,
            AttachStdin = spec.StandardInput is not null,
            AttachStdout = true,
            AttachStderr = true,
        };
        spec.Customize?.Invoke(parameters);
        try
        {
            var created = await container.Engine.Calls.AskAsync(
                _doing, (client, token) => client.Exec.CreateContainerExecAsync(container.Id, parameters, token), cancellationToken).ConfigureAwait(false);
            return created.ID;
        }
        catch (EngineErrorException e) when (e.StatusCode == HttpStatusCode.NotFound)
        {
            throw container.NotFound(_doing, e, namesContainer: true);
        }
        catch (EngineErrorException e) when (e.Says("not running"))
        {
            throw await ExitReport.ExitedAsync(container, _doing, e).ConfigureAwait(false);
        }
    }

    private async Task TalkAsync(string id, CancellationToken cancellationToken)
    {
        HijackedStream stream;
        try
        {
            var start = Json.Body(new JsonObject { ["Detach"] = false, ["Tty"] = false });
            stream = await container.Engine.Calls.HijackAsync(_doing, $"exec/{id}/start", start, cancellationToken).ConfigureAwait(false);
        }
        catch (EngineErrorException e) when (ContainerStart.IsCommandMissing(e.EngineMessage))
        {
            throw CommandMissing(e.EngineMessage, e);
        }
        catch (EngineErrorException e) when (e.Says("not running"))
        {
            throw await ExitReport.ExitedAsync(container, _doing, e).ConfigureAwait(false);
        }

        using (stream)
        {
            using var reader = new MultiplexReader(stream, tty: false);
            var feeder = new StdinFeeder(stream, spec.StandardInput);
            await feeder.WhileAsync(
                stop => container.Engine.Calls.FollowAsync(_doing, token => _output.ReadAsync(reader, token), stop), cancellationToken).ConfigureAwait(false);
        }
    }

    // The stream ends a moment before the engine knows the exit code, or long before where the process closed its own outputs.
    private async Task<int> ExitCodeAsync(string id, CancellationToken cancellationToken)
    {
        for (var delay = TimeSpan.FromMilliseconds(10); ; delay = delay * 2 < TimeSpan.FromMilliseconds(250) ? delay * 2 : TimeSpan.FromMilliseconds(250))
        {
            var exec = await container.Engine.Calls.GetJsonAsync(_doing, $"exec/{id}/json", cancellationToken).ConfigureAwait(false);
            if (!exec.Flag("Running") && exec.Text("ExitCode").Length > 0) return (int)exec.Number("ExitCode");
            await Task.Delay(delay, container.Engine.Options.TimeProvider, cancellationToken).ConfigureAwait(false);
        }
    }

    private Task<string> EndAsync(string? id) => _ender is null || id is null ? Task.FromResult("") : _ender.EndAsync(id);

    private ProcessResult Judge(int exitCode)
    {
        var result = new ProcessResult(spec.Command, exitCode, _output.Stdout, _output.Stderr);
        // Older engines report a missing command as output of the exec, newer ones as an error of its start. What else they report in this way,
        // such as a container that has ended in this moment, is a failure of the exec.
        if (exitCode is 126 or 127 && result.Stdout.Contains("OCI runtime exec failed", StringComparison.Ordinal)
            && ContainerStart.IsCommandMissing(result.Stdout) && !spec.AllowedExitCodes.Allow(exitCode))
            throw CommandMissing(result.Stdout.Trim(), null);
        if (spec.AllowedExitCodes.Allow(exitCode)) return result;
        throw new ExecFailedException(result,
            $"`{Explain.Command(spec.Command)}` in {container} ended with exit code {exitCode}{Explain.Signal(exitCode)}; allowed: {spec.AllowedExitCodes}."
            + Explain.Tail("stdout", result.Stdout) + Explain.Tail("stderr", result.Stderr)
            + "\nSet ExecSpec.AllowedExitCodes (ExitCodes.Any for all) where this is no failure.");
    }

    private CommandNotFoundException CommandMissing(string said, Exception? inner) => new(spec.Command,
        $"Could not {_doing}: the container cannot run `{spec.Command[0]}` (the engine said \"{said}\"). Check the command's path and that the image has it; for shell syntax run a shell: \"sh\", \"-c\", \"...\".", inner);

    private ExecTimedOutException TimedOut(string ending)
    {
        var partial = new ProcessResult(spec.Command, -1, _output.Stdout, _output.Stderr);
        return new ExecTimedOutException(spec.TimeLimit!.Value, partial.Stdout, partial.Stderr,
            $"`{Explain.Command(spec.Command)}` in {container} was not done within {spec.TimeLimit.Value.TotalSeconds:0.###} s.{ending}"
            + Explain.Tail("stdout", partial.Stdout) + Explain.Tail("stderr", partial.Stderr)
            + "\nSet ExecSpec.TimeLimit higher where it needs longer.");
    }
}
