namespace ContainerKit.Benchmarks.Measuring;

/// <summary>One kind of work, with all clients that do it. The times are divided by that of the first contestant.</summary>
internal abstract class Row
{
    /// <summary>The name on the command line, in lower case.</summary>
    public abstract string Name { get; }

    /// <summary>The description of the work at the scale that was prepared.</summary>
    public abstract string Title { get; }

    /// <summary>The number of measured rounds.</summary>
    public virtual int Rounds => 7;

    /// <summary>The number of times that one measurement repeats the work.</summary>
    public virtual int Repetitions => 1;

    /// <summary>The contestants; the first is the base of the ratios. Available after <see cref="PrepareAsync"/>.</summary>
    public abstract IReadOnlyList<Contestant> Contestants { get; }

    /// <summary>Creates what all contestants use.</summary>
    public virtual Task PrepareAsync(Scale scale) => Task.CompletedTask;

    /// <summary>Prepares one measurement, outside of its time.</summary>
    public virtual Task BeforeEachAsync() => Task.CompletedTask;

    /// <summary>Removes what one measurement left, outside of its time.</summary>
    public virtual Task AfterEachAsync() => Task.CompletedTask;

    /// <summary>Removes what <see cref="PrepareAsync"/> created, also what it created before it failed.</summary>
    public virtual ValueTask ReleaseAsync() => ValueTask.CompletedTask;
}
