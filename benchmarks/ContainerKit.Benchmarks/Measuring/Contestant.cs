namespace ContainerKit.Benchmarks.Measuring;

/// <summary>One way to do the work of a row.</summary>
/// <param name="Name">The name of the client.</param>
/// <param name="RunAsync">Does the work once, and throws if the result is wrong.</param>
internal sealed record Contestant(string Name, Func<Task> RunAsync)
{
    /// <summary>Indicates whether the work is done in this process, so that its memory and processor time can be measured.</summary>
    public bool IsInProcess { get; init; } = true;

    /// <summary>The largest ratio of time that is accepted; null for none.</summary>
    public double? Goal { get; init; }

    /// <summary>
    /// Indicates whether the peak memory of a process that does only this work is measured. It starts this program again.
    /// </summary>
    public bool MeasuresPeak { get; init; }
}
