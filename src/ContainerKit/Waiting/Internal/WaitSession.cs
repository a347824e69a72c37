using System.Collections.Concurrent;
using System.Text.Json;
using ContainerKit.Containers;

namespace ContainerKit.Waiting;

/// <summary>
/// One wait for one container. It holds what the parts of the wait share: the watch for the container's end, what the engine says of the
/// container, and what each part saw last.
/// </summary>
internal sealed class WaitSession
{
    private readonly ConcurrentDictionary<Wait, Func<string>> _notes = new(ReferenceEqualityComparer.Instance);
    private readonly ExitWatcher _exit;
    private readonly long _begun;
    private volatile InspectSnapshot? _account;

    private WaitSession(ContainerClient container, bool isFirstStart, ExitWatcher exit)
    {
        Container = container;
        IsFirstStart = isFirstStart;
        _exit = exit;
        _begun = Time.GetTimestamp();
    }

    public ContainerClient Container { get; }

    /// <summary>Whether the container is known to have been started just now, for the first time.</summary>
    public bool IsFirstStart { get; }

    public TimeProvider Time => Container.Engine.Options.TimeProvider;

    public TimeSpan Elapsed => Time.GetElapsedTime(_begun);

    /// <summary>The exit code with which the container ended last while it was waited for; null for none.</summary>
    public int? LastExitCode => _exit.LastExitCode;

    /// <inheritdoc cref="ExitWatcher.ExitCount"/>
    public int ExitCount => _exit.ExitCount;

    /// <inheritdoc cref="ExitWatcher.IsRestarting"/>
    public bool IsRestarting => _exit.IsRestarting;

    /// <summary>Waits. When this ends, in whatever way, no look is at work any more and no request is on its way.</summary>
    /// <exception cref="OperationCanceledException">With the caller's token, and only when that was cancelled.</exception>
    public static async Task RunAsync(ContainerClient container, Wait wait, bool isFirstStart, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var exit = new ExitWatcher(container);
        var session = new WaitSession(container, isFirstStart, exit);
        WaitOutcomeException ended;
        try
        {
            try
            {
                await session.RunAsync(wait, cancellationToken).ConfigureAwait(false);
                return;
            }
            finally
            {
                await exit.DisposeAsync().ConfigureAwait(false);
            }
        }
        catch (Exception e) when (cancellationToken.IsCancellationRequested && e is OperationCanceledException or WaitOutcomeException)
        {
            throw new OperationCanceledException($"Cancelled while waiting for {wait.Description} in {container}.", e, cancellationToken);
        }
        catch (WaitOutcomeException e)
        {
            ended = e;
        }

        throw await new WaitReport(session, wait, ended).CreateExceptionAsync().ConfigureAwait(false);
    }

    /// <summary>Waits for a part, within its own timeout.</summary>
    public async Task RunAsync(Wait part, CancellationToken cancellationToken)
    {
        if (part.Timeout is not { } timeout)
        {
            await part.WaitAsync(this, cancellationToken).ConfigureAwait(false);
            return;
        }

        using var own = new CancellationTokenSource(timeout, Time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, own.Token);
        try
        {
            await part.WaitAsync(this, both.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (own.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw WaitOutcomeException.TimedOut(part);
        }
    }

    /// <summary>Does something that makes sense only while the container has not ended.</summary>
    /// <exception cref="WaitOutcomeException">It ended.</exception>
    public async Task RunWhileContainerRunsAsync(Wait part, Func<CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _exit.CompletionToken);
        try
        {
            await work(both.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_exit.CompletionToken.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw WaitOutcomeException.Exited(part, await _exit.Completion.ConfigureAwait(false));
        }
    }

    /// <summary>Waits until the container has ended.</summary>
    public Task<ContainerDetails> WaitForExitAsync(CancellationToken cancellationToken) => _exit.Completion.WaitAsync(cancellationToken);

    /// <summary>What the engine said of the container, asked once in each of its lives: what does not change while it runs.</summary>
    public async Task<InspectSnapshot> GetSnapshotAsync(CancellationToken cancellationToken) =>
        // Two parts may ask at once; then both ask the engine, and nobody waits for a request under somebody else's token.
        _account is { } account && account.ExitCount == ExitCount ? account : await RefreshSnapshotAsync(cancellationToken).ConfigureAwait(false);

    /// <summary>What the engine says of the container now.</summary>
    /// <remarks>Engine API: <c>GET /containers/{id}/json</c>.</remarks>
    public async Task<InspectSnapshot> RefreshSnapshotAsync(CancellationToken cancellationToken)
    {
        var (ends, moves) = (ExitCount, Container.Ports.Version);
        return _account = new InspectSnapshot(ends, moves, await Container.InspectJsonAsync(cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Keeps what a part saw last, for the message should it end in vain.</summary>
    public void SetLastResult(Wait part, string seen) => _notes[part] = () => seen;

    /// <inheritdoc cref="SetLastResult(Wait, string)"/>
    public void SetLastResult(Wait part, Func<string> seen) => _notes[part] = seen;

    /// <summary>Forgets it: the part came true.</summary>
    public void ClearLastResult(Wait part) => _notes.TryRemove(part, out _);

    /// <summary>What the parts of a wait saw last, each with its name where there are several.</summary>
    public string GetLastResult(Wait wait)
    {
        var seen = wait.LeafWaits.Where(_notes.ContainsKey).Distinct().Select(leaf => (leaf.Description, Saw: _notes[leaf]())).ToList();
        return seen is [var (_, only)] ? only : string.Join("; ", seen.Select(one => $"{one.What}: {one.Saw}"));
    }

    /// <summary>What the engine said of the container.</summary>
    /// <param name="ExitCount">How many of its lives had ended before.</param>
    /// <param name="PortsVersion">How often its ports had moved before.</param>
    public sealed record InspectSnapshot(int ExitCount, int PortsVersion, JsonElement Json);
}
