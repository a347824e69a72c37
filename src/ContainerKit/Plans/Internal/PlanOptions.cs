using ContainerKit.Cleanup;
using ContainerKit.Http;

namespace ContainerKit.Plans;

/// <summary>What is said of a chain as a whole, wherever in the chain it stands.</summary>
internal sealed record PlanOptions
{
    public static PlanOptions None { get; } = new();

    public EngineClient? Engine { get; init; }

    public IProgress<PlanProgress>? Progress { get; init; }

    public bool KeepOnFailure { get; init; }

    public bool Once { get; init; }

    /// <summary>
    /// Gives the error that comes out in place of one, while all that the chain made is still there to be looked at; null for none. Where it fails
    /// itself, the one comes out. The token is the chain's.
    /// </summary>
    public Func<Exception, IReadOnlyList<TrackedResource>, CancellationToken, Task<Exception>>? OnFailureAsync { get; init; }
}
