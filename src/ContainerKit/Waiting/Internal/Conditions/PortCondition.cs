namespace ContainerKit.Waiting.Conditions;

/// <summary>A server in the container listens on a TCP port that is reachable from outside.</summary>
/// <param name="Port">The port in the container.</param>
internal sealed record PortCondition(int Port) : WaitCondition
{
    /// <summary>
    /// Indicates whether the container's process may be inspected on this machine. Tests set it to false, to check as from another
    /// machine. Default: true.
    /// </summary>
    public bool InspectsLocalProcess { get; init; } = true;
}
