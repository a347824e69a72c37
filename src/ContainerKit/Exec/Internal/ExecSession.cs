using System.Text;
using System.Text.Json.Nodes;
using ContainerKit.Containers;
using ContainerKit.Diagnostics;
using ContainerKit.Http;
using ContainerKit.Timing;
using Docker.DotNet.Models;

namespace ContainerKit.Exec;

/// <summary>One exec, from its create request to its exit code.</summary>
/// <param name="killsProcessOnCancel">
/// Indicates whether the process is killed after a timeout, a cancellation or a lost connection. Engines let it run on.
/// A plan that removes the container does not need this.
/// </param>
internal sealed class ExecSession(ContainerClient container, ExecSpec spec, bool killsProcessOnCancel)
{
    private readonly ExecProcessKiller? _killer = killsProcessOnCancel ? new ExecProcessKiller(container, spec) : null;
    private readonly string _operation = DescribeOperation(container, spec.Command);
    private readonly ExecOperations _operations = new(container, spec, DescribeOperation(container, spec.Command));

    /// <summary>Returns the text that completes the sentence "Could not ...".</summary>
    public static string DescribeOperation(ContainerClient container, IReadOnlyList<string> command) =>
        $"exec `{ErrorText.FormatCommand(command)}` in {container}";

    /// <summary>Runs the exec until its process exits.</summary>
    /// <exception cref="ExecFailedException">The exit code is not an allowed one.</exception>
    /// <exception cref="ExecStartException">The working directory or the user does not exist.</exception>
    /// <exception cref="ExecTimeoutException">The exec exceeded <see cref="ExecSpec.Timeout"/>.</exception>
    /// <remarks>
    /// Engine API: <c>POST /containers/{id}/exec</c>, <c>POST /exec/{id}/start</c>, <c>GET /exec/{id}/json</c>.
    /// </remarks>
    public async Task<ProcessResult> RunAsync(CancellationToken cancellationToken)
    {
        // Before the process starts: a file that cannot be created must not leave a process without a reader.
        var output = await OutputCollector.OpenAsync(
            _operation, container.Engine.Options, GetTarget(spec.StandardOutput), GetTarget(spec.StandardError), spec.OnLine)
            .ConfigureAwait(false);
        await using var targets = output.ConfigureAwait(false);
        var time = container.Engine.Options.TimeProvider;
        using var deadline = Deadline.Start(spec.Timeout ?? Timeout.InfiniteTimeSpan, time, cancellationToken);
        string? id = null;
        int exitCode;
        try
        {
            id = await CreateAsync(deadline.Token).ConfigureAwait(false);
            await TransferStreamsAsync(id, output, deadline.Token).ConfigureAwait(false);
            exitCode = await _operations.WaitForExitAsync(id, deadline.Token).ConfigureAwait(false);
            ThrowIfNotStarted(exitCode, output.Held);
            await output.ReleaseHeldAsync(deadline.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (deadline.Token.IsCancellationRequested)
        {
            var outcome = await KillProcessAsync(id).ConfigureAwait(false);
            if (cancellationToken.IsCancellationRequested)
                throw new OperationCanceledException($"Canceled: {_operation}.{outcome}", e, cancellationToken);
            throw CreateTimeoutException(output, outcome);
        }
        catch (Exception e) when (e is not
            (CommandNotFoundException or ExecStartException or ContainerExitedException or ContainerNotFoundException
            or EngineApiException))
        {
            await KillProcessAsync(id).ConfigureAwait(false);
            throw;
        }

        return ValidateExitCode(exitCode, output);
    }

    private OutputTarget GetTarget(OutputTarget target) =>
        spec.KeepOutput || target != OutputTarget.Collect ? target : OutputTarget.Discard;

    private Task<string> CreateAsync(CancellationToken cancellationToken)
    {
        var parameters = new ContainerExecCreateParameters
        {
            Cmd = [.. spec.Command],
            User = spec.User!,
            WorkingDir = spec.WorkingDirectory!,
            Env = [.. SpecValidation.ToAssignments(spec.Environment), .. _killer?.EnvironmentVariables ?? []],
            Privileged = spec.Privileged,
            AttachStdin = spec.StandardInput is not null,
            AttachStdout = true,
            AttachStderr = true,
        };
        spec.Customize?.Invoke(parameters);
        return _operations.CreateAsync(parameters, cancellationToken);
    }

    private async Task TransferStreamsAsync(string id, OutputCollector output, CancellationToken cancellationToken)
    {
        var start = new JsonObject { ["Detach"] = false, ["Tty"] = false };
        var isStreamed = spec.StandardInput is null;
        using var stream = await _operations.StartAsync(id, start, isStreamed, cancellationToken).ConfigureAwait(false);
        // Checked before the output is read: a process that does not wait for its input would seem to succeed.
        if (spec.StandardInput is not null) stream.ThrowIfReadOnly();
        using var reader = new MultiplexReader(stream, tty: false) { MergesFrames = true };
        // The error of a failed start is no output, and must not reach the targets.
        output.Holds = _operations.MayBeStartFailure;
        var reading = EngineRequest.Get("", _operation) with { Secrets = _operations.Secrets };
        var feeder = new StdinFeeder(stream, spec.StandardInput);
        try
        {
            await feeder.FeedWhileAsync(
                stop => container.Engine.ReadToEndAsync(reading, token => output.ReadAsync(reader, token), stop),
                cancellationToken).ConfigureAwait(false);
        }
        catch (EngineUnavailableException) when (container.Engine.Quirks.ResetsExecWithUnreadInput && !feeder.IsComplete)
        {
            // Not a failure if the process has exited. The output up to its exit has been read.
            if (await _operations.GetExitCodeAsync(id, cancellationToken).ConfigureAwait(false) is null) throw;
        }
    }

    private Task<string> KillProcessAsync(string? id) =>
        _killer is null || id is null ? Task.FromResult("") : _killer.KillAsync(id);

    private ProcessResult ValidateExitCode(int exitCode, OutputCollector output)
    {
        var result = ProcessResult.FromOutput(spec.Command, exitCode, output.Stdout, output.Stderr);
        // Only a short output can be the error of a failed start, and only one of the outputs has it.
        var (stdout, stderr) = (output.Stdout, output.Stderr);
        if (ExecOperations.IsStartFailureCode(exitCode) && stdout.TotalLength + stderr.TotalLength <= CollectedOutput.MessageLength
            && (stdout.TotalLength == 0 || stderr.TotalLength == 0)
            && _operations.GetStartFailure(exitCode, Decode(stdout.GetTail()), Decode(stderr.GetTail())) is { } failure)
            throw failure;
        if (spec.AllowedExitCodes.IsAllowed(exitCode)) return result;
        throw new ExecFailedException(result,
            $"`{ErrorText.FormatCommand(spec.Command)}` in {container} ended with {ExitSummary.Describe(exitCode)};"
            + $" allowed: {spec.AllowedExitCodes}."
            + result.DescribeOutput()
            + "\nSet ExecSpec.AllowedExitCodes if this exit code is not a failure; ExitCodes.Any allows all.");
    }

    private void ThrowIfNotStarted(int exitCode, OutputPiece? held)
    {
        if (held is { } piece && Decode(piece.Bytes) is var text && _operations.GetStartFailure(exitCode, text, text) is { } failure)
            throw failure;
    }

    private static string Decode(ReadOnlyMemory<byte> output) => Encoding.UTF8.GetString(output.Span);

    private ExecTimeoutException CreateTimeoutException(OutputCollector output, string outcome)
    {
        var partial = ProcessResult.FromOutput(spec.Command, -1, output.Stdout, output.Stderr);
        return new ExecTimeoutException(spec.Timeout!.Value, partial,
            $"`{ErrorText.FormatCommand(spec.Command)}` in {container} did not exit"
            + $" within {spec.Timeout.Value.TotalSeconds:0.###} s.{outcome}"
            + partial.DescribeOutput()
            + "\nSet a longer ExecSpec.Timeout if the command needs more time.");
    }
}
