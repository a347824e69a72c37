namespace ContainerKit;

/// <summary>The result of a cleanup: the resources that were removed and those that still exist.</summary>
public sealed class CleanupReport
{
    internal CleanupReport(IReadOnlyList<string> removed, IReadOnlyList<string> remaining)
    {
        Removed = removed;
        Remaining = remaining;
    }

    /// <summary>The resources that were removed, such as <c>container web (3f9a0c1d2e4b)</c>.</summary>
    public IReadOnlyList<string> Removed { get; }

    /// <summary>The resources that still exist, because their removal failed or because they were kept on purpose.</summary>
    public IReadOnlyList<string> Remaining { get; }

    /// <summary>
    /// The reasons why resources could not be removed, one for each of <see cref="Remaining"/>. Empty in the report of a
    /// session, whose texts contain the reasons.
    /// </summary>
    public IReadOnlyList<Exception> Reasons { get; internal init; } = [];

    /// <summary>The report of a cleanup that had nothing to remove.</summary>
    internal static CleanupReport Nothing { get; } = new([], []);

    /// <summary>Indicates whether the remaining resources were kept on purpose.</summary>
    internal bool WasKept { get; init; }

    /// <summary>Returns the report as sentences; empty if there is nothing to report.</summary>
    public override string ToString() => Describe()?.TrimStart() ?? "";

    /// <summary>Returns a report on both cleanups.</summary>
    internal CleanupReport Combine(CleanupReport other) => new([.. Removed, .. other.Removed], [.. Remaining, .. other.Remaining])
    {
        Reasons = [.. Reasons, .. other.Reasons],
    };

    /// <summary>Returns the text to append to an error message; null if there is nothing to report.</summary>
    internal string? Describe()
    {
        var text = "";
        if (Removed.Count > 0) text += "\nCleaned up: " + string.Join(", ", Removed) + ".";
        if (Remaining.Count > 0)
        {
            text += WasKept ? "\nKept because of KeepOnFailure: " : "\nLeft behind because the removal failed: ";
            text += string.Join(", ", Remaining) + ".";
        }

        foreach (var reason in Reasons.Select(reason => reason.Message).Distinct()) text += "\n  " + reason.ReplaceLineEndings("\n  ");
        return text.Length == 0 ? null : text;
    }
}
