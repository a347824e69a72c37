using System.Net;
using ContainerKit.Diagnostics;
using ContainerKit.Exec;

namespace ContainerKit.Waiting;

/// <summary>Checks whether a command in the container succeeds. Only one run of the command is active at a time.</summary>
internal sealed class CommandProbe(WaitSession session, ExecSpec spec) : Probe
{
    public override async Task<string?> CheckAsync(CancellationToken cancellationToken)
    {
        try
        {
            await new ExecSession(session.Container, spec, killsProcessOnCancel: true).RunAsync(cancellationToken).ConfigureAwait(false);
            return null;
        }
        catch (ExecFailedException e)
        {
            return DescribeFailure(e);
        }
        catch (ExecStartException e)
        {
            // The container may still create the folder or the user.
            return e.EngineMessage;
        }
        catch (Exception e) when (IsTransient(e, out var reason))
        {
            return reason;
        }
    }

    /// <summary>Returns the exit code of a failed command, and the last line of its output.</summary>
    public static string DescribeFailure(ExecFailedException e)
    {
        var output = LastLine(e.Result.Stderr) is { Length: > 0 } error ? error : LastLine(e.Result.Stdout);
        return $"exit code {e.Result.ExitCode}{(output.Length > 0 ? $", \"{output}\"" : "")}";
    }

    /// <summary>Indicates whether an exec failed because of a state of the container that may pass.</summary>
    public static bool IsTransient(Exception e, out string reason)
    {
        reason = e switch
        {
            ExecTimeoutException timeout => $"not done within {timeout.Timeout.TotalSeconds:0.###} s",
            // The container is paused or is being restarted.
            EngineApiException refusal when refusal.StatusCode == HttpStatusCode.Conflict
                || refusal.Kind == EngineErrorKind.ContainerNotRunning => refusal.EngineMessage,
            // ExitWatcher decides whether the exit is final.
            ContainerExitedException => "the container is not running",
            _ => "",
        };
        return reason.Length > 0;
    }

    private static string LastLine(string text)
    {
        var line = text.TrimEnd().Split('\n')[^1].TrimEnd();
        return line.Length > 200 ? line[..200] + "..." : line;
    }
}
