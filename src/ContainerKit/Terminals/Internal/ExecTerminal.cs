using System.Text.Json.Nodes;
using ContainerKit.Containers;
using ContainerKit.Exec;
using Docker.DotNet.Models;

namespace ContainerKit.Terminals;

/// <summary>Connects a terminal to a new process in a container.</summary>
internal static class ExecTerminal
{
    /// <summary>The first API version in which the start of an exec accepts <c>ConsoleSize</c>.</summary>
    private static readonly System.Version _consoleSizeApiVersion = new(1, 42);

    /// <summary>Creates and starts an exec, and returns its connection.</summary>
    public static async Task<TerminalConnection> OpenAsync(
        ContainerClient container, TerminalSpec spec, CancellationToken cancellationToken)
    {
        var apiVersion = await container.Engine.GetApiVersionAsync(cancellationToken).ConfigureAwait(false);
        var operations = new ExecOperations(container, spec.Exec, ExecSession.DescribeOperation(container, spec.Command));
        var killer = new ExecProcessKiller(container, spec.Exec);
        var parameters = CreateParameters(spec, killer);
        spec.Customize?.Invoke(parameters);
        var tty = parameters.TTY;
        var id = await operations.CreateAsync(parameters, cancellationToken).ConfigureAwait(false);
        var start = new JsonObject { ["Detach"] = false, ["Tty"] = tty };
        if (tty && apiVersion >= _consoleSizeApiVersion) start["ConsoleSize"] = new JsonArray(spec.Size.Rows, spec.Size.Columns);
        try
        {
            var stream = await operations.StartAsync(id, start, isStreamed: true, cancellationToken).ConfigureAwait(false);
            return new(new ExecProcess(container, spec.Exec, id, operations, killer), stream, tty, spec);
        }
        catch (Exception e) when (e is not
            (CommandNotFoundException or ExecStartException or ContainerExitedException or ContainerNotFoundException
            or EngineApiException))
        {
            // The engine may have received the start request, so the process may run.
            await killer.KillAsync(id).ConfigureAwait(false);
            throw;
        }
    }

    private static ContainerExecCreateParameters CreateParameters(TerminalSpec spec, ExecProcessKiller killer) => new()
    {
        Cmd = [.. spec.Command],
        User = spec.User!,
        WorkingDir = spec.WorkingDirectory!,
        Env = [.. SpecValidation.ToAssignments(spec.Environment), .. killer.EnvironmentVariables],
        Privileged = spec.Privileged,
        TTY = spec.Tty,
        DetachKeys = spec.DetachKeys ?? AttachedTerminal.NoDetachKeys,
        AttachStdin = true,
        AttachStdout = true,
        AttachStderr = true,
    };
}
