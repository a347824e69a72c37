namespace ContainerKit.Cleanup;

/// <summary>The result of a cleanup. Its description is the last part of an error message.</summary>
/// <param name="Removed">The resources that were removed.</param>
/// <param name="Remaining">The resources that still exist.</param>
/// <param name="WasKept">Indicates whether the remaining resources were kept on purpose.</param>
internal sealed record CleanupReport(IReadOnlyList<string> Removed, IReadOnlyList<string> Remaining, bool WasKept = false)
{
    /// <summary>The report of a cleanup that had nothing to remove.</summary>
    public static CleanupReport Nothing { get; } = new([], []);

    /// <summary>The reasons why resources could not be removed, one for each of <see cref="Remaining"/>.</summary>
    public IReadOnlyList<Exception> Reasons { get; init; } = [];

    /// <summary>Returns a report on both cleanups.</summary>
    public CleanupReport Combine(CleanupReport other) => this with
    {
        Removed = [.. Removed, .. other.Removed],
        Remaining = [.. Remaining, .. other.Remaining],
        Reasons = [.. Reasons, .. other.Reasons],
    };

    /// <summary>Returns the text to append to an error message; null if there is nothing to report.</summary>
    public string? Describe()
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
