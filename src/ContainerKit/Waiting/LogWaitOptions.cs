namespace ContainerKit;

/// <summary>The options of a wait for lines of a log; see <see cref="Wait.ForLog(string, LogWaitOptions)"/>. Immutable.</summary>
public sealed record LogWaitOptions
{
    /// <summary>The number of matching lines, 1 or more. Default: 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is below 1.</exception>
    public int Occurrence
    {
        get;
        init => field = value >= 1
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "The number of matching lines must be at least 1.");
    } = 1;

    /// <summary>
    /// Indicates whether a line is compared with its escape sequences, such as colors. Default: false; they are removed
    /// before the comparison.
    /// </summary>
    public bool KeepEscapes { get; init; }
}
