using ContainerKit.Cleanup;
using ContainerKit.Http;

namespace ContainerKit.Plans;

/// <summary>The options of a plan as a whole.</summary>
internal sealed record PlanOptions
{
    public static PlanOptions None { get; } = new();

    public EngineClient? Engine { get; init; }

    public IProgress<PlanProgress>? Progress { get; init; }

    public bool KeepOnFailure { get; init; }

    public bool Once { get; init; }

    /// <summary>
    /// Returns the exception to throw in place of the one that a step threw; null for no replacement. It runs before
    /// cleanup, so that the created resources can still be inspected, and gets the token of the plan. If it throws, the
    /// original exception is thrown.
    /// </summary>
    public Func<Exception, IReadOnlyList<TrackedResource>, CancellationToken, Task<Exception>>? OnFailureAsync { get; init; }
}
