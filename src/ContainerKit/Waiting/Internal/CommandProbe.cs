using System.Net;
using ContainerKit.Exec;

namespace ContainerKit.Waiting;

/// <summary>Whether a command in the container succeeds. One that takes long is not run a second time beside itself.</summary>
internal sealed class CommandProbe(WaitSession session, ExecSpec spec) : Probe
{
    public override async Task<string?> CheckAsync(CancellationToken cancellationToken)
    {
        try
        {
            await new ExecSession(session.Container, spec, endsProcess: true).RunAsync(cancellationToken).ConfigureAwait(false);
            return null;
        }
        catch (ExecFailedException e)
        {
            return DescribeFailure(e);
        }
        catch (Exception e) when (IsTransient(e, out var reason))
        {
            return reason;
        }
    }

    /// <summary>How a command failed, with the last of what it said.</summary>
    public static string DescribeFailure(ExecFailedException e)
    {
        var said = LastLine(e.Result.Stderr) is { Length: > 0 } error ? error : LastLine(e.Result.Stdout);
        return $"exit code {e.Result.ExitCode}{(said.Length > 0 ? $", \"{said}\"" : "")}";
    }

    /// <summary>Whether a failed exec says only that the container is in no state for it at this moment.</summary>
    public static bool IsTransient(Exception e, out string reason)
    {
        reason = e switch
        {
            ExecTimeoutException late => $"not done within {late.Timeout.TotalSeconds:0.###} s",
            // Paused, or about to be started again; by the next question that may have passed.
            EngineApiException { StatusCode: HttpStatusCode.Conflict } refused => refused.EngineMessage,
            // Whether for good, the watch for the container's end knows.
            ContainerExitedException => "the container does not run",
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
