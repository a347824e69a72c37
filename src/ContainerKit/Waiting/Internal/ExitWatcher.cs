using System.Text.Json.Nodes;
using ContainerKit.Containers;
using ContainerKit.Json;

namespace ContainerKit.Waiting;

/// <summary>
/// Watches for the exit of a container during a wait, by one request that the engine answers when the container exits. An
/// exit after which the engine restarts the container does not end the watch.
/// </summary>
internal sealed class ExitWatcher : IAsyncDisposable
{
    // Podman has no state for a container that it is about to restart: until the restart, the container looks like one that has exited.
    private static readonly TimeSpan _longestRestart = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _completed = new();
    private readonly ContainerClient _container;

    public ExitWatcher(ContainerClient container)
    {
        _container = container;
        Completion = WatchAsync();
        CompletionToken = _completed.Token;
    }

    /// <summary>Returns the details of the container when it has exited; throws if a request fails.</summary>
    public Task<ContainerDetails> Completion { get; }

    /// <summary>The exit code of the last run of the container that was observed; null before the first exit.</summary>
    public int? LastExitCode { get; private set; }

    /// <summary>
    /// The number of observed exits. The process, the addresses and the host ports may be different in each run of the container.
    /// </summary>
    public int ExitCount { get; private set; }

    /// <summary>Indicates whether the container has exited and its next run has not been observed yet.</summary>
    public bool IsRestarting { get; private set; }

    /// <summary>The token that is canceled when <see cref="Completion"/> is about to complete.</summary>
    public CancellationToken CompletionToken { get; }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await ((Task)Completion).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
        _completed.Dispose();
    }

    private async Task<ContainerDetails> WatchAsync()
    {
        // The constructor must not wait for the first request.
        await Task.Yield();
        try
        {
            var interval = new PollingInterval(_container.Engine.Options.TimeProvider);
            while (true)
            {
                await WaitForExitAsync().ConfigureAwait(false);
                ExitCount++;
                IsRestarting = true;
                _container.Ports.Invalidate();
                if (await WaitForFinalExitAsync().ConfigureAwait(false) is { } details) return details;
                await interval.WaitAsync(_stop.Token).ConfigureAwait(false);
                IsRestarting = false;
            }
        }
        finally
        {
            await _completed.CancelAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Polls the container until it is clear whether its exit is final.</summary>
    /// <returns>The details of the container; null if it runs again, or has been restarted in the meantime.</returns>
    private async Task<ContainerDetails?> WaitForFinalExitAsync()
    {
        var interval = new PollingInterval(_container.Engine.Options.TimeProvider);
        int? restartCount = null;
        while (true)
        {
            var details = await InspectExitedAsync().ConfigureAwait(false);
            restartCount ??= details.RestartCount;
            // The polls may miss short runs.
            if (!IsStopped(details.State) || details.RestartCount != restartCount) return null;
            if (!IsRestartExpected(details, interval.Elapsed)) return details;
            await interval.WaitAsync(_stop.Token).ConfigureAwait(false);
        }
    }

    private async Task<ContainerDetails> InspectExitedAsync()
    {
        // The engine removes such a container at its exit, so only the response to the wait request has its exit code.
        var exitCode = _container.CreationInfo is { AutoRemove: true } ? LastExitCode : null;
        try
        {
            var details = await _container.InspectAsync(_stop.Token).ConfigureAwait(false);
            return exitCode is { } code && details.State == ContainerState.Removing ? CreateDetails(code) : details;
        }
        catch (ContainerNotFoundException) when (exitCode is not null)
        {
            return CreateDetails(exitCode.Value);
        }
    }

    private ContainerDetails CreateDetails(int exitCode) => ContainerDetails.Read(JsonBody.ToElement(new JsonObject
    {
        ["Id"] = _container.Id,
        ["Name"] = _container.Name,
        ["State"] = new JsonObject { ["Status"] = "exited", ["ExitCode"] = exitCode },
        ["Path"] = _container.CreationInfo!.Spec.Command is [var word, ..] ? word : null,
        ["Args"] = new JsonArray([.. _container.CreationInfo.Spec.Command.Skip(1).Select(argument => JsonValue.Create(argument))]),
    }));

    /// <remarks>Engine API: <c>POST /containers/{id}/wait</c>.</remarks>
    private async Task WaitForExitAsync()
    {
        try
        {
            LastExitCode = await ContainerCompletion.WaitAsync(_container, ExitCondition.NotRunning, _stop.Token).ConfigureAwait(false);
        }
        catch (EngineUnavailableException)
        {
            // A proxy may close an idle connection. If the engine itself is unavailable, the next request fails.
        }
    }

    /// <summary>
    /// Indicates whether a state is final. A container that was never started counts as stopped, too. One that is being
    /// removed does not: it will be gone soon.
    /// </summary>
    public static bool IsStopped(ContainerState state) => state is ContainerState.Exited or ContainerState.Dead or ContainerState.Created;

    /// <summary>
    /// Indicates whether the engine will probably restart an exited container because of its restart policy. Engines do not
    /// report whether a user stopped it.
    /// </summary>
    /// <param name="details">The details of the container.</param>
    /// <param name="sinceExit">The time since the exit was observed.</param>
    public static bool IsRestartExpected(ContainerDetails details, TimeSpan sinceExit) =>
        details.State == ContainerState.Exited && sinceExit < _longestRestart && details.Restart switch
        {
            RestartPolicy.No => false,
            RestartPolicy.OnFailure =>
                details.ExitCode != 0 && (details.MaximumRetryCount == 0 || details.RestartCount < details.MaximumRetryCount),
            _ => true,
        };
}
