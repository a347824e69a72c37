namespace ContainerKit.Cleanup;

/// <summary>What clean-up did: the end of an error's message.</summary>
internal sealed record CleanupReport(IReadOnlyList<string> Removed, IReadOnlyList<string> Remaining, bool Kept = false)
{
    public static CleanupReport Nothing { get; } = new([], []);

    /// <summary>Why what is left could not be removed, one for each.</summary>
    public IReadOnlyList<Exception> Reasons { get; init; } = [];

    public string? Describe()
    {
        var text = "";
        if (Removed.Count > 0) text += "\nCleaned up: " + string.Join(", ", Removed) + ".";
        if (Remaining.Count > 0) text += (Kept ? "\nKept, as KeepOnFailure asked: " : "\nLeft behind, since removing failed: ") + string.Join(", ", Remaining) + ".";
        foreach (var reason in Reasons.Select(reason => reason.Message).Distinct()) text += "\n  " + reason.ReplaceLineEndings("\n  ");
        return text.Length == 0 ? null : text;
    }
}
