namespace ContainerKit.Waiting.Conditions;

/// <summary>All of several waits have succeeded, or one of them has.</summary>
/// <param name="Parts">The waits, at least one.</param>
/// <param name="NeedsAll">True if all parts have to succeed, false if one is enough.</param>
internal sealed record CompositeCondition(IReadOnlyList<Wait> Parts, bool NeedsAll) : WaitCondition;
