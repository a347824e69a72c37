using System.Collections.Concurrent;
using ContainerKit.Cleanup;
using ContainerKit.Diagnostics;
using ContainerKit.Http;

namespace ContainerKit.Plans;

/// <summary>
/// One execution of a plan: its engine, token and progress, and the resources that it created. A part of a plan with
/// another engine or token has a child context, which shares the list of resources.
/// </summary>
internal sealed class PlanContext
{
    private readonly List<TrackedResource> _resources;
    private readonly ConcurrentDictionary<Exception, string> _failedSteps;

    public PlanContext(PlanOptions options, CancellationToken token)
        : this(
            options.Engine ?? throw new InvalidOperationException("The plan has no engine."),
            options.Progress,
            options.KeepOnFailure,
            [],
            new(ReferenceEqualityComparer.Instance),
            token)
    {
    }

    private PlanContext(
        EngineClient engine,
        IProgress<PlanProgress>? progress,
        bool keepOnFailure,
        List<TrackedResource> resources,
        ConcurrentDictionary<Exception, string> failedSteps,
        CancellationToken token)
    {
        Engine = engine;
        Progress = progress;
        KeepOnFailure = keepOnFailure;
        Token = token;
        _resources = resources;
        _failedSteps = failedSteps;
    }

    public EngineClient Engine { get; }

    public IProgress<PlanProgress>? Progress { get; }

    /// <summary>
    /// Indicates whether a failed plan keeps the resources that it created. It applies to all child contexts.
    /// </summary>
    public bool KeepOnFailure { get; }

    /// <summary>The resources that the plan has created so far and that exist on the engine, newest first.</summary>
    public IReadOnlyList<TrackedResource> Resources => GetNewestFirst(resource => resource.IsOnEngine);

    public CancellationToken Token { get; }

    public PlanContext CreateChild(PlanOptions options, CancellationToken token) =>
        new(options.Engine ?? Engine, options.Progress ?? Progress, KeepOnFailure, _resources, _failedSteps, token);

    /// <summary>Gets the step that threw an exception first; null if no step did.</summary>
    public string? GetFailedStep(Exception e) => _failedSteps.GetValueOrDefault(e);

    /// <summary>Adds a resource to the list. This is done before its create request is sent.</summary>
    public void Track(TrackedResource resource)
    {
        lock (_resources) _resources.Add(resource);
    }

    /// <summary>
    /// Removes a resource from the list, because the engine did not create it or another owner has it.
    /// </summary>
    public void Untrack(TrackedResource resource)
    {
        lock (_resources) _resources.Remove(resource);
    }

    /// <summary>
    /// Removes everything that a failed plan created, newest first, or nothing if <see cref="KeepOnFailure"/> is set.
    /// </summary>
    public Task<CleanupReport> RollBackAsync() => RollBackAsync(GetNewestFirst(_ => true));

    /// <summary>
    /// Removes the resources that are not part of the result. A resource that a container in the result uses is
    /// transferred to that container.
    /// </summary>
    /// <returns>
    /// The report, and the resources that must not be returned because the removal of others failed. Names that were
    /// given to images are kept in any case.
    /// </returns>
    public async Task<(CleanupReport Report, IReadOnlyList<TrackedResource> NotReturned)> ReleaseOrRemoveAsync(ResultResources result)
    {
        var toRemove = new List<TrackedResource>();
        var toTransfer = new List<(TrackedResource Resource, IReadOnlyList<ContainerDependencies> Users)>();
        foreach (var resource in GetNewestFirst(resource => !resource.IsPartOf(result)))
        {
            if (result.GetUsersOf(resource) is { Count: > 0 } users) toTransfer.Add((resource, users));
            else toRemove.Add(resource);
        }

        var report = await RemoveAsync(toRemove).ConfigureAwait(false);
        if (report.Remaining.Count > 0)
            return (report, GetNewestFirst(resource => !toRemove.Contains(resource) && !resource.IsPartOf(ResultResources.Nothing)));
        foreach (var (resource, users) in toTransfer)
        {
            Untrack(resource);
            ContainerDependencies.TransferTo(resource, users);
        }

        return (report, []);
    }

    /// <summary>Removes these resources, or nothing if <see cref="KeepOnFailure"/> is set.</summary>
    public Task<CleanupReport> RollBackAsync(IReadOnlyList<TrackedResource> newestFirst) =>
        KeepOnFailure ? Task.FromResult(Keep(newestFirst)) : RemoveAsync(newestFirst);

    /// <summary>
    /// Runs the operation of one step: reports its start and end, and adds the name of the step to an exception.
    /// </summary>
    public async Task<T> StepAsync<T>(string step, Func<Task<T>> operation)
    {
        Token.ThrowIfCancellationRequested();
        var started = Engine.Options.TimeProvider.GetTimestamp();
        Log.StepStarted(Engine.Logger, step);
        Progress?.Report(new PlanProgress(PlanProgressKind.Started, step));
        try
        {
            var result = await operation().ConfigureAwait(false);
            var elapsed = Engine.Options.TimeProvider.GetElapsedTime(started);
            Log.StepFinished(Engine.Logger, step, elapsed);
            Progress?.Report(new PlanProgress(PlanProgressKind.Finished, step) { Elapsed = elapsed });
            return result;
        }
        catch (Exception e)
        {
            _failedSteps.TryAdd(e, step);
            if (e is ContainerKitException error) error.Step ??= step;
            Log.StepFailed(Engine.Logger, step, Engine.Options.TimeProvider.GetElapsedTime(started));
            throw;
        }
    }

    private Task<CleanupReport> RemoveAsync(IReadOnlyList<TrackedResource> newestFirst) =>
        newestFirst.Count > 0 ? ResourceCleaner.RemoveAsync(newestFirst, Engine.Options) : Task.FromResult(CleanupReport.Nothing);

    private static CleanupReport Keep(IReadOnlyList<TrackedResource> resources)
    {
        List<TrackedResource> kept = [.. resources.Where(resource => resource.IsOnEngine)];
        foreach (var resource in kept) Log.Kept(resource.Engine.Logger, resource.ToString());
        return new CleanupReport([], [.. kept.Select(resource => resource.ToString())]) { WasKept = true };
    }

    private List<TrackedResource> GetNewestFirst(Func<TrackedResource, bool> predicate)
    {
        lock (_resources) return [.. Enumerable.Reverse(_resources).Where(predicate)];
    }
}
