namespace ContainerKit;

/// <summary>The beginning of an id that was asked for is that of several containers.</summary>
public sealed class AmbiguousContainerException : ContainerKitException
{
    internal AmbiguousContainerException(string container, IReadOnlyList<ContainerSummary> candidates, string message, Exception? inner = null)
        : base(message, inner)
    {
        Container = container;
        Candidates = candidates;
    }

    /// <summary>What was asked for.</summary>
    public string Container { get; }

    /// <summary>All containers that it could mean.</summary>
    public IReadOnlyList<ContainerSummary> Candidates { get; }
}
