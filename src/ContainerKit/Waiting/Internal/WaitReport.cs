using System.Globalization;
using System.Text;
using System.Text.Json;
using ContainerKit.Containers;
using ContainerKit.Diagnostics;
using ContainerKit.Json;

namespace ContainerKit.Waiting;

/// <summary>Makes the error of a wait in vain: what was waited for, what was seen last, and what the container says for itself.</summary>
internal sealed class WaitReport(WaitSession session, Wait wait, WaitOutcomeException ended)
{
    private const int LogLines = 50;
    private const int LogChars = 16_000;

    private readonly ContainerClient _container = session.Container;
    private readonly TimeSpan _elapsed = session.Elapsed;

    public async Task<ContainerKitException> CreateExceptionAsync()
    {
        var log = "";
        JsonElement json = default;
        // Under a token of its own: the caller's may fire any time, and the report is what the caller will read.
        using var bound = new CancellationTokenSource(_container.Engine.Options.CleanupTimeout / 2, session.Time);
        try
        {
            json = await _container.InspectJsonAsync(bound.Token).ConfigureAwait(false);
            log = await LogTailAsync(bound.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is ContainerKitException or OperationCanceledException)
        {
            // Then the error says what it can without.
        }

        return Error(json, log);
    }

    private ContainerKitException Error(JsonElement json, string log)
    {
        var failed = ended.Wait;
        var doing = $"Could not wait for {wait.Description} in {_container}, from {_container.Image}: ";
        var part = ReferenceEquals(failed, wait) ? "it" : failed.Description;
        var after = string.Create(CultureInfo.InvariantCulture, $" after {_elapsed.TotalSeconds:0.###} s");
        var account = Seen(failed) + State(json) + ErrorText.Tail("log", log, LogLines, LogChars);
        return ended.End switch
        {
            WaitOutcome.TimedOut => new WaitTimeoutException(failed.ToString(), failed.LongestTimeout, session.GetLastResult(failed), log,
                string.Create(CultureInfo.InvariantCulture, $"{doing}{part} did not come true within {failed.LongestTimeout.TotalSeconds:0.###} s; it was given up{after}.")
                + account + "\n" + failed.TimeoutHint),
            WaitOutcome.Exited when ended.Details is { State: ContainerState.Created } => new WaitFailedException(failed.ToString(), "the container has not been started", log,
                $"{doing}the container has not been started. Start it first."),
            WaitOutcome.Exited => new ContainerExitedException(ended.Details!.ExitCode, log,
                $"{doing}the container has exited{after}. {Exit(ended.Details)}" + account
                + "\nA container runs as long as its command does; its log tells why this one did not go on."),
            _ => new WaitFailedException(failed.ToString(), ended.Message, log,
                $"{doing}{(ReferenceEquals(failed, wait) ? "" : part + ": ")}{ended.Message}" + account, ended.InnerException),
        };
    }

    private string Exit(ContainerDetails details)
    {
        var command = details.Command is [{ Length: > 0 }, ..] ? $"`{ErrorText.FormatCommand(details.Command)}`" : "Its command";
        return $"{command} ended with exit code {details.ExitCode}{ErrorText.DescribeSignal(details.ExitCode)}{(details.OutOfMemory ? ", out of memory" : "")}"
            + $"{(ended.Message.Length > 0 ? "; " + ended.Message : "")}.";
    }

    private string Seen(Wait failed) => session.GetLastResult(failed) is { Length: > 0 } seen ? $"\nLast result: {seen.TrimEnd('.')}." : "";

    private string State(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object) return "";
        var (state, health) = (json.GetPropertyOrDefault("State"), json.GetPropertyOrDefault("State").GetPropertyOrDefault("Health"));
        var text = new StringBuilder($"\nState: {state.GetStringOrEmpty("Status")}");
        if (state.GetInt64OrDefault("ExitCode") is not 0 and var code) text.Append(CultureInfo.InvariantCulture, $", exit code {code}");
        if (json.GetInt64OrDefault("RestartCount") is > 0 and var restarts) text.Append(CultureInfo.InvariantCulture, $", started again {restarts} times{LastExit()}");
        if (state.GetBooleanOrDefault("OOMKilled")) text.Append(", out of memory");
        if (state.GetStringOrEmpty("Error") is { Length: > 0 } error) text.Append(", ").Append(error);
        if (health.GetStringOrEmpty("Status") is { Length: > 0 } status) text.Append(", health: ").Append(status);
        text.Append('.');
        return text + ErrorText.Tail("health check", HealthReading.LastOutput(health));
    }

    private string LastExit() => session.LastExitCode is { } code ? $", last after exit code {code}{ErrorText.DescribeSignal(code)}" : "";

    private async Task<string> LogTailAsync(CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        await foreach (var line in LogReader.LinesAsync(
            _container, new LogOptions { Tail = LogLines }, cancellationToken).ConfigureAwait(false)) text.Append(line.Text).Append('\n');
        return text.ToString().TrimEnd();
    }
}
