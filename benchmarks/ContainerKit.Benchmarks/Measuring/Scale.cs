namespace ContainerKit.Benchmarks.Measuring;

/// <summary>The amount of work: the full amount, or one that is only enough to check that every row works.</summary>
internal sealed record Scale(bool IsQuick)
{
    /// <summary>Returns the first value for full measurements, and the second one for a quick check.</summary>
    public int Of(int full, int quick) => IsQuick ? quick : full;
}
