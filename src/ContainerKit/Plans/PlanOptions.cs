namespace ContainerKit.Plans;

/// <summary>What is said of a chain as a whole, wherever in the chain it stands.</summary>
internal sealed record PlanOptions
{
    public static PlanOptions None { get; } = new();

    public DockerEngine? Engine { get; init; }

    public IProgress<PlanProgress>? Progress { get; init; }

    public bool KeepOnFailure { get; init; }

    public bool Once { get; init; }
}
