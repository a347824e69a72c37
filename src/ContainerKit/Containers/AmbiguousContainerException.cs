namespace ContainerKit;

/// <summary>The exception for a prefix of a container id that matches several containers.</summary>
public sealed class AmbiguousContainerException : ContainerKitException
{
    internal AmbiguousContainerException(
        string container, IReadOnlyList<ContainerSummary> candidates, string message, Exception? inner = null)
        : base(message, inner)
    {
        Container = container;
        Candidates = candidates;
    }

    /// <summary>The requested prefix.</summary>
    public string Container { get; }

    /// <summary>The containers that match.</summary>
    public IReadOnlyList<ContainerSummary> Candidates { get; }
}
