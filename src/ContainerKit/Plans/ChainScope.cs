using ContainerKit.Cleanup;
using ContainerKit.Engines;
using ContainerKit.Errors;

namespace ContainerKit.Plans;

/// <summary>
/// One execution of a chain: the engine it runs on, its token and progress, and the list of all it made. A part of a chain with an
/// engine or token of its own works on a scope that shares the list.
/// </summary>
internal sealed class ChainScope
{
    private readonly List<MadeThing> _made;

    public ChainScope(PlanOptions options, CancellationToken token)
        : this(options.Engine ?? DockerEngine.Default, options.Progress, options.KeepOnFailure, [], token)
    {
    }

    private ChainScope(DockerEngine engine, IProgress<PlanProgress>? progress, bool keepsOnFailure, List<MadeThing> made, CancellationToken token)
    {
        Engine = engine;
        Progress = progress;
        KeepsOnFailure = keepsOnFailure;
        Token = token;
        _made = made;
    }

    public DockerEngine Engine { get; }

    public IProgress<PlanProgress>? Progress { get; }

    /// <summary>Whether a failure leaves what was made, which goes for a chain within this one, too.</summary>
    public bool KeepsOnFailure { get; }

    /// <summary>What was made so far and is on the engine, newest first.</summary>
    public IReadOnlyList<MadeThing> Made => Newest(thing => thing.IsOnEngine);

    public CancellationToken Token { get; }

    public ChainScope Part(PlanOptions options, CancellationToken token) =>
        new(options.Engine ?? Engine, options.Progress ?? Progress, KeepsOnFailure, _made, token);

    /// <summary>Notes something before the request that makes it leaves.</summary>
    public void Note(MadeThing thing)
    {
        lock (_made) _made.Add(thing);
    }

    /// <summary>Crosses it out: the engine refused to make it.</summary>
    public void CrossOut(MadeThing thing)
    {
        lock (_made) _made.Remove(thing);
    }

    /// <summary>Removes everything the chain made, newest first.</summary>
    public Task<CleanupReport> UndoAsync() => RemoveAsync(_ => true);

    /// <summary>Removes what the chain made and does not hand back. What a container that it hands back uses goes with that container.</summary>
    public Task<CleanupReport> SettleAsync(HandedBack handedBack)
    {
        foreach (var thing in Newest(thing => !thing.IsHandedBack(handedBack)))
        {
            if (handedBack.UsersOf(thing) is not { Count: > 0 } users) continue;
            CrossOut(thing);
            Belongings.Leave(thing, users);
        }

        return RemoveAsync(thing => !thing.IsHandedBack(handedBack));
    }

    /// <summary>Removes nothing, and says what is left.</summary>
    public CleanupReport Keep()
    {
        var kept = Made;
        foreach (var thing in kept) Log.Kept(thing.Engine.Logger, thing.ToString());
        return new CleanupReport([], [.. kept.Select(thing => thing.ToString())], Kept: true);
    }

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
            if (e is ContainerKitException error) error.Step ??= step;
            Log.StepFailed(Engine.Logger, step, Engine.Options.TimeProvider.GetElapsedTime(begun));
            throw;
        }
    }

    private Task<CleanupReport> RemoveAsync(Func<MadeThing, bool> which) =>
        Newest(which) is { Count: > 0 } things ? Cleaner.RemoveAsync(things, Engine.Options) : Task.FromResult(CleanupReport.Nothing);

    private List<MadeThing> Newest(Func<MadeThing, bool> which)
    {
        lock (_made) return [.. Enumerable.Reverse(_made).Where(which)];
    }
}
