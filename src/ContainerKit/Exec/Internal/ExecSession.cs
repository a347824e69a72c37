using System.Text.Json.Nodes;
using ContainerKit.Containers;
using ContainerKit.Diagnostics;
using Docker.DotNet.Models;

namespace ContainerKit.Exec;

/// <summary>One exec, from its create to its exit code.</summary>
/// <param name="killsProcessOnCancel">
/// Whether a process that is not waited for any more is killed. Engines go on running it; a chain that removes the container need not care.
/// </param>
internal sealed class ExecSession(ContainerClient container, ExecSpec spec, bool killsProcessOnCancel)
{
    private readonly OutputCollector _output = new(spec.KeepOutput, spec.OnLine);
    private readonly ExecProcessKiller? _killer = killsProcessOnCancel ? new ExecProcessKiller(container, spec) : null;
    private readonly string _operation = DescribeOperation(container, spec.Command);
    private readonly ExecOperations _operations = new(container, spec.Command, DescribeOperation(container, spec.Command));

    public static string DescribeOperation(ContainerClient container, IReadOnlyList<string> command) => $"exec `{ErrorText.FormatCommand(command)}` in {container}";

    /// <exception cref="ExecFailedException">The exit code is not an allowed one.</exception>
    /// <exception cref="ExecTimeoutException">It exceeded <see cref="ExecSpec.Timeout"/>.</exception>
    /// <remarks>Engine API: <c>POST /containers/{id}/exec</c>, <c>POST /exec/{id}/start</c>, <c>GET /exec/{id}/json</c>.</remarks>
    public async Task<ProcessResult> RunAsync(CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(spec.Timeout ?? Timeout.InfiniteTimeSpan, container.Engine.Options.TimeProvider);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        string? id = null;
        int exitCode;
        try
        {
            id = await CreateAsync(both.Token).ConfigureAwait(false);
            await TransferStreamsAsync(id, both.Token).ConfigureAwait(false);
            exitCode = await _operations.WaitForExitAsync(id, both.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (both.IsCancellationRequested)
        {
            var ending = await KillProcessAsync(id).ConfigureAwait(false);
            if (cancellationToken.IsCancellationRequested)
                throw new OperationCanceledException($"Cancelled: {_operation}.{ending}", e, cancellationToken);
            throw CreateTimeoutException(ending);
        }
        catch (Exception e) when (e is not (CommandNotFoundException or ContainerExitedException or ContainerNotFoundException or EngineApiException))
        {
            await KillProcessAsync(id).ConfigureAwait(false);
            throw;
        }

        return ValidateExitCode(exitCode);
    }

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

    private async Task TransferStreamsAsync(string id, CancellationToken cancellationToken)
    {
        using var stream = await _operations.StartAsync(id, new JsonObject { ["Detach"] = false, ["Tty"] = false }, cancellationToken).ConfigureAwait(false);
        using var reader = new MultiplexReader(stream, tty: false);
        var feeder = new StdinFeeder(stream, spec.StandardInput);
        await feeder.FeedWhileAsync(
            stop => container.Engine.ReadToEndAsync(_operation, token => _output.ReadAsync(reader, token), stop), cancellationToken).ConfigureAwait(false);
    }

    private Task<string> KillProcessAsync(string? id) => _killer is null || id is null ? Task.FromResult("") : _killer.KillAsync(id);

    private ProcessResult ValidateExitCode(int exitCode)
    {
        var result = new ProcessResult(spec.Command, exitCode, _output.Stdout, _output.Stderr);
        if (ExecOperations.IsCommandMissing(exitCode, result.Stdout) && !spec.AllowedExitCodes.IsAllowed(exitCode))
            throw _operations.CreateCommandNotFoundException(result.Stdout.Trim(), null);
        if (spec.AllowedExitCodes.IsAllowed(exitCode)) return result;
        throw new ExecFailedException(result,
            $"`{ErrorText.FormatCommand(spec.Command)}` in {container} ended with exit code {exitCode}{ErrorText.DescribeSignal(exitCode)}; allowed: {spec.AllowedExitCodes}."
            + ErrorText.Tail("stdout", result.Stdout) + ErrorText.Tail("stderr", result.Stderr)
            + "\nSet ExecSpec.AllowedExitCodes (ExitCodes.Any for all) where this is no failure.");
    }

    private ExecTimeoutException CreateTimeoutException(string ending)
    {
        var partial = new ProcessResult(spec.Command, -1, _output.Stdout, _output.Stderr);
        return new ExecTimeoutException(spec.Timeout!.Value, partial.Stdout, partial.Stderr,
            $"`{ErrorText.FormatCommand(spec.Command)}` in {container} was not done within {spec.Timeout.Value.TotalSeconds:0.###} s.{ending}"
            + ErrorText.Tail("stdout", partial.Stdout) + ErrorText.Tail("stderr", partial.Stderr)
            + "\nSet a longer ExecSpec.Timeout if the command needs more time.");
    }
}
