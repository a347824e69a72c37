using System.Collections.Concurrent;
using ContainerKit.Cleanup;
using ContainerKit.Diagnostics;
using ContainerKit.Http;

namespace ContainerKit.Plans;

/// <summary>
/// One execution of a chain: the engine it runs on, its token and progress, and the list of all it made. A part of a chain with an
/// engine or token of its own works on a scope that shares the list.
/// </summary>
internal sealed class PlanContext
{
    private readonly List<TrackedResource> _resources;
    private readonly ConcurrentDictionary<Exception, string> _failedSteps;

    public PlanContext(PlanOptions options, CancellationToken token)
        : this(options.Engine ?? throw new InvalidOperationException("The plan names no engine."), options.Progress, options.KeepOnFailure, [], new(ReferenceEqualityComparer.Instance), token)
    {
    }

    private PlanContext(
        EngineClient engine, IProgress<PlanProgress>? progress, bool keepsOnFailure, List<TrackedResource> made, ConcurrentDictionary<Exception, string> failed, CancellationToken token)
    {
        Engine = engine;
        Progress = progress;
        KeepOnFailure = keepsOnFailure;
        Token = token;
        _resources = made;
        _failedSteps = failed;
    }

    public EngineClient Engine { get; }

    public IProgress<PlanProgress>? Progress { get; }

    /// <summary>Whether a failure leaves what was made, which goes for a chain within this one, too.</summary>
    public bool KeepOnFailure { get; }

    /// <summary>What was made so far and is on the engine, newest first.</summary>
    public IReadOnlyList<TrackedResource> Resources => Newest(thing => thing.IsOnEngine);

    public CancellationToken Token { get; }

    public PlanContext CreateChild(PlanOptions options, CancellationToken token) =>
        new(options.Engine ?? Engine, options.Progress ?? Progress, KeepOnFailure, _resources, _failedSteps, token);

    /// <summary>The step that an error of anybody's came out of first; null where it came out of none.</summary>
    public string? GetFailedStep(Exception e) => _failedSteps.GetValueOrDefault(e);

    /// <summary>Notes something before the request that makes it leaves.</summary>
    public void Track(TrackedResource thing)
    {
        lock (_resources) _resources.Add(thing);
    }

    /// <summary>Crosses it out: the engine refused to make it.</summary>
    public void Untrack(TrackedResource thing)
    {
        lock (_resources) _resources.Remove(thing);
    }

    /// <summary>The chain failed: removes everything it made, newest first, or nothing where a failure leaves what was made.</summary>
    public Task<CleanupReport> RollBackAsync() => RollBackAsync(Newest(_ => true));

    /// <summary>Removes what the chain made and does not hand back. What a container that it hands back uses goes with that container.</summary>
    /// <returns>What was done, and all that must not be handed back where it could not be done; names that images were given stay in any case.</returns>
    public async Task<(CleanupReport Report, IReadOnlyList<TrackedResource> Withheld)> ReleaseOrRemoveAsync(ResultResources handedBack)
    {
        var (going, staying) = (new List<TrackedResource>(), new List<(TrackedResource Thing, IReadOnlyList<ContainerDependencies> Users)>());
        foreach (var thing in Newest(thing => !thing.IsPartOf(handedBack)))
        {
            if (handedBack.GetUsersOf(thing) is { Count: > 0 } users) staying.Add((thing, users));
            else going.Add(thing);
        }

        var report = await RemoveAsync(going).ConfigureAwait(false);
        if (report.Remaining.Count > 0) return (report, Newest(thing => !going.Contains(thing) && !thing.IsPartOf(ResultResources.Nothing)));
        foreach (var (thing, users) in staying)
        {
            Untrack(thing);
            ContainerDependencies.TransferTo(thing, users);
        }

        return (report, []);
    }

    /// <summary>Removes all these, or nothing of them where a failure leaves what was made.</summary>
    public Task<CleanupReport> RollBackAsync(IReadOnlyList<TrackedResource> newestFirst) => KeepOnFailure ? Task.FromResult(Keep(newestFirst)) : RemoveAsync(newestFirst);

    /// <summary>Does one step's work: tells of its begin and end, and writes the step's name on an error that comes out of it.</summary>
    public async Task<T> StepAsync<T>(string step, Func<Task<T>> work)
    {
        Token.ThrowIfCancellationRequested();
        var begun = Engine.Options.TimeProvider.GetTimestamp();
        Log.StepStarted(Engine.Logger, step);
        Progress?.Report(new PlanProgress(PlanProgressKind.Started, step));
        try
        {
            var result = await work().ConfigureAwait(false);
            var elapsed = Engine.Options.TimeProvider.GetElapsedTime(begun);
            Log.StepFinished(Engine.Logger, step, elapsed);
            Progress?.Report(new PlanProgress(PlanProgressKind.Finished, step) { Elapsed = elapsed });
            return result;
        }
        catch (Exception e)
        {
            _failedSteps.TryAdd(e, step);
            if (e is ContainerKitException error) error.Step ??= step;
            Log.StepFailed(Engine.Logger, step, Engine.Options.TimeProvider.GetElapsedTime(begun));
            throw;
        }
    }

    private Task<CleanupReport> RemoveAsync(IReadOnlyList<TrackedResource> newestFirst) =>
        newestFirst.Count > 0 ? ResourceCleaner.RemoveAsync(newestFirst, Engine.Options) : Task.FromResult(CleanupReport.Nothing);

    private static CleanupReport Keep(IReadOnlyList<TrackedResource> things)
    {
        List<TrackedResource> kept = [.. things.Where(thing => thing.IsOnEngine)];
        foreach (var thing in kept) Log.Kept(thing.Engine.Logger, thing.ToString());
        return new CleanupReport([], [.. kept.Select(thing => thing.ToString())], WasKept: true);
    }

    private List<TrackedResource> Newest(Func<TrackedResource, bool> which)
    {
        lock (_resources) return [.. Enumerable.Reverse(_resources).Where(which)];
    }
}
