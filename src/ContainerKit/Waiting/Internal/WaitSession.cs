using System.Collections.Concurrent;
using System.Text.Json;
using ContainerKit.Containers;

namespace ContainerKit.Waiting;

/// <summary>
/// The state that the parts of a running wait share: the container, its exit, the last inspect response, and the last result of each
/// part.
/// </summary>
internal sealed class WaitSession
{
    private readonly ConcurrentDictionary<Wait, Func<string>> _lastResults = new(ReferenceEqualityComparer.Instance);
    private readonly ExitWatcher _exit;
    private readonly long _startTimestamp;
    private volatile InspectSnapshot? _snapshot;

    public WaitSession(ContainerClient container, bool isFirstStart, ExitWatcher exit)
    {
        Container = container;
        IsFirstStart = isFirstStart;
        _exit = exit;
        _startTimestamp = Time.GetTimestamp();
    }

    public ContainerClient Container { get; }

    /// <summary>Indicates whether the container was started just before the wait, for the first time.</summary>
    public bool IsFirstStart { get; }

    public TimeProvider Time => Container.Engine.Options.TimeProvider;

    public TimeSpan Elapsed => Time.GetElapsedTime(_startTimestamp);

    /// <summary>The exit code of the container's last exit during the wait; null if it has not exited.</summary>
    public int? LastExitCode => _exit.LastExitCode;

    /// <inheritdoc cref="ExitWatcher.ExitCount"/>
    public int ExitCount => _exit.ExitCount;

    /// <inheritdoc cref="ExitWatcher.IsRestarting"/>
    public bool IsRestarting => _exit.IsRestarting;

    /// <summary>Runs work that is canceled when the container exits.</summary>
    /// <exception cref="WaitOutcomeException">The container has exited.</exception>
    public async Task RunWhileContainerRunsAsync(Wait part, Func<CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _exit.CompletionToken);
        try
        {
            await work(linked.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_exit.CompletionToken.IsCancellationRequested
            && !cancellationToken.IsCancellationRequested)
        {
            throw WaitOutcomeException.Exited(part, await _exit.Completion.ConfigureAwait(false));
        }
    }

    /// <summary>Waits until the container has exited, and returns its details.</summary>
    public Task<ContainerDetails> WaitForExitAsync(CancellationToken cancellationToken) => _exit.Completion.WaitAsync(cancellationToken);

    /// <summary>
    /// Returns the inspect response of the current run of the container, for values that do not change during a run. It is
    /// requested once in each run.
    /// </summary>
    public async Task<InspectSnapshot> GetSnapshotAsync(CancellationToken cancellationToken) =>
        // Two parts at the same time may both send the request. A shared request would be canceled by the token of one of them.
        _snapshot is { } snapshot && snapshot.ExitCount == ExitCount
            ? snapshot
            : await RefreshSnapshotAsync(cancellationToken).ConfigureAwait(false);

    /// <summary>Inspects the container, and caches the response.</summary>
    /// <remarks>Engine API: <c>GET /containers/{id}/json</c>.</remarks>
    public async Task<InspectSnapshot> RefreshSnapshotAsync(CancellationToken cancellationToken)
    {
        var (exitCount, portsVersion) = (ExitCount, Container.Ports.Version);
        var json = await Container.InspectJsonAsync(cancellationToken).ConfigureAwait(false);
        return _snapshot = new InspectSnapshot(exitCount, portsVersion, json);
    }

    /// <summary>Stores the last result of a part, for the message of a failed wait.</summary>
    public void SetLastResult(Wait part, string result) => _lastResults[part] = () => result;

    /// <inheritdoc cref="SetLastResult(Wait, string)"/>
    public void SetLastResult(Wait part, Func<string> getResult) => _lastResults[part] = getResult;

    /// <summary>Removes the last result of a part that has succeeded.</summary>
    public void ClearLastResult(Wait part) => _lastResults.TryRemove(part, out _);

    /// <summary>Returns the last results of the parts of a wait, each with the name of its part if there are several.</summary>
    public string GetLastResult(Wait wait)
    {
        var results = wait.LeafWaits.Where(_lastResults.ContainsKey).Distinct()
            .Select(leaf => (leaf.Description, Result: _lastResults[leaf]())).ToList();
        return results is [var (_, only)] ? only : string.Join("; ", results.Select(part => $"{part.Description}: {part.Result}"));
    }

    /// <summary>An inspect response of the container.</summary>
    /// <param name="ExitCount">The number of exits that were observed before the request.</param>
    /// <param name="PortsVersion">The version of the published ports before the request.</param>
    /// <param name="Json">The response.</param>
    public sealed record InspectSnapshot(int ExitCount, int PortsVersion, JsonElement Json);
}
