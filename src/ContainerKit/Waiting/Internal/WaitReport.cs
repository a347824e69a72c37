using System.Globalization;
using System.Text.Json;
using ContainerKit.Containers;
using ContainerKit.Diagnostics;
using ContainerKit.Json;
using ContainerKit.Timing;

namespace ContainerKit.Waiting;

/// <summary>
/// Creates the public exception of a failed wait, with the last results, the state of the container and the end of its log.
/// </summary>
internal sealed class WaitReport(WaitSession session, Wait wait, WaitOutcomeException outcome)
{
    private readonly ContainerClient _container = session.Container;
    private readonly TimeSpan _elapsed = session.Elapsed;

    public async Task<ContainerKitException> CreateExceptionAsync()
    {
        var log = "";
        JsonElement json = default;
        // Not the caller's token: its cancellation must not shorten the report.
        using var deadline = Deadline.Start(_container.Engine.Options.CleanupTimeout / 2, session.Time);
        try
        {
            json = await _container.InspectJsonAsync(deadline.Token).ConfigureAwait(false);
            log = await LogReader.ReadTailAsync(_container, ContainerDetails.Read(json), deadline.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is ContainerKitException or OperationCanceledException)
        {
            // The message then lacks the state or the log.
        }

        return CreateException(json, log);
    }

    private ContainerKitException CreateException(JsonElement json, string log)
    {
        var failed = outcome.Wait;
        var prefix = $"Could not wait for {wait.Description} in {_container}, from {_container.Image}: ";
        var details = DescribeLastResult(failed) + DescribeState(json) + ErrorText.Block("log", log);
        switch (outcome.Outcome)
        {
            case WaitOutcome.TimedOut:
                var part = ReferenceEquals(failed, wait) ? "the condition" : failed.Description;
                var timeout = FormatSeconds(failed.LongestTimeout);
                return new WaitTimeoutException(failed.ToString(), failed.LongestTimeout, session.GetLastResult(failed), log,
                    $"{prefix}{part} was not met within {timeout}; the wait was canceled after {FormatSeconds(_elapsed)}."
                    + details + "\n" + failed.TimeoutHint);
            case WaitOutcome.Exited when outcome.Details is { State: ContainerState.Created }:
                return new WaitFailedException(failed.ToString(), "the container has not been started", log,
                    $"{prefix}the container has not been started. Start it first.");
            case WaitOutcome.Exited:
                return new ContainerExitedException(outcome.Details!.ExitCode, log,
                    $"{prefix}the container has exited after {FormatSeconds(_elapsed)}. {DescribeExit(outcome.Details)}" + details
                    + "\nA container runs as long as its command does; the log may show why the command exited.");
            default:
                var failedPart = ReferenceEquals(failed, wait) ? "" : failed.Description + ": ";
                return new WaitFailedException(
                    failed.ToString(), outcome.Message, log, $"{prefix}{failedPart}{outcome.Message}" + details, outcome.InnerException);
        }
    }

    private string DescribeExit(ContainerDetails details)
    {
        var command = details.Command is [{ Length: > 0 }, ..] ? $"`{ErrorText.FormatCommand(details.Command)}`" : "The command";
        return $"{command} ended with {ExitSummary.Describe(details.ExitCode, details.OutOfMemory)}"
            + $"{(outcome.Message.Length > 0 ? "; " + outcome.Message : "")}.";
    }

    private string DescribeLastResult(Wait failed) =>
        session.GetLastResult(failed) is { Length: > 0 } result ? $"\nLast result: {result.TrimEnd('.')}." : "";

    private string DescribeState(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object) return "";
        var details = ContainerDetails.Read(json);
        var lastExit = details.RestartCount > 0 && session.LastExitCode is { } code ? $" Last exit: {ExitSummary.Describe(code)}." : "";
        var health = json.GetPropertyOrDefault("State").GetPropertyOrDefault("Health");
        return $"\nState: {details.DescribeState()}.{lastExit}" + ErrorText.Tail("health check", HealthReading.LastOutput(health));
    }

    private static string FormatSeconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.###} s");
}
